"""Lists of targets that customers already have (sheets, Ansible inventories, ssh_config), read and written."""
