"""Rights on a target: which commands root should run, and the sudoers file that allows these and no others."""
