r"""How lines of MySQL's and MariaDB's error log are classed on the host: classes of trouble, the counting.

What the classes are known by stands in collectors/facts/log_database_signatures.py as well, for the system's log. Only the
message is looked into, and of it what stands before a quoted statement: replication errors quote one with its values.
"""

from typing import Final

KINDS: Final = {
    "crash": "mysqld got signal|mariadbd got signal|[Aa]ssertion failure",
    "corruption": "[Cc]orrupt|checksum mismatch|page .*log sequence number .*future|marked as crashed|should be repaired",
    "disk": "[Nn]o space left|[Dd]isk is full|[Dd]isk full|is full[.]?$|table '[^']*' is full|Errcode: 28|error number 28 |"
    "OS errno 28",
    "io": "[Oo]perating system error number|OS error: |Errcode: 5 |errno: 5 |[Ii]nput/output error|fsync.*failed",
    "unclean": "not shut ?down normally|[Ss]tarting (XA |table )?crash recovery|Recovering after a crash|"
    "Aria engine: starting recovery",
    "replication": "(Slave|Replica) (SQL|I/O|worker)|Error reading packet from server|"
    "Got fatal error [0-9]+ from (master|source)|Replica: An I/O thread",
    "memory": "[Oo]ut of memory|[Cc]annot allocate memory|mmap.*failed",
    "semaphore": "[Ll]ong semaphore wait|semaphore wait has lasted",
    "deadlock": "[Tt]ransactions deadlock detected|[Dd]eadlock found",
    "connections": "Too many connections",
    "login": "Access denied for user",
    "files": "Too many open files|Errcode: 24|open_files_limit",
    "locked": "Unable to lock .*ibdata|Unable to lock [.]/",
}
"""By class, what stands in its lines: the servers' own messages (MySQL Error Message Reference; MariaDB 10 and 11)."""
_AWK: Final = r"""awk '{ l = substr($0, 1, 1000); v = c = w = "" }
match(l, /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][ T]+[0-9]?[0-9]:[0-9][0-9]:[0-9][0-9](\.[0-9]+)?(Z|[-+][0-9:]+)?/) {
  t = substr(l, RSTART, RLENGTH); gsub(/ +/, " ", t); if (t !~ /[ T][0-9][0-9]:/) sub(/ /, " 0", t)
  if (!s) s = t; e = t
}
match(l, /^[0-9][0-9][01][0-9][0-3][0-9] +[0-9]?[0-9]:[0-9][0-9]:[0-9][0-9]/) {
  t = substr(l, 8, RLENGTH - 7); gsub(/ /, "", t); if (length(t) < 8) t = "0" t
  t = "20" substr(l, 1, 2) "-" substr(l, 3, 2) "-" substr(l, 5, 2) " " t; if (!s) s = t; e = t
}
match(l, /\[(ERROR|Error|Warning|WARNING|Note|NOTE|System)\]/) {
  v = toupper(substr(l, RSTART + 1, RLENGTH - 2)); w = substr(l, RSTART + RLENGTH)
}
v == "" && l ~ /(mysqld|mariadbd) got signal|[Aa]ssertion failure/ { v = "ERROR"; w = l }
v == "" && match(l, /(^|[0-9] +)InnoDB: /) { v = "INNODB"; w = substr(l, RSTART + RLENGTH - 8) }
v == "" { next }
{ n++; sub(/(,? [Qq]uery: |Statement: |Default database).*/, "", w) }
v == "ERROR" { x++ }
CLASSES
c == "" || (v ~ /^(NOTE|SYSTEM)$/ && c !~ /^(unclean|login|deadlock)$/) { next }
{
  if (!(c in k)) { o[++h] = c; f[c] = t }
  k[c]++; g[c] = t; q = substr(v ":" w, 1, 300)
  gsub(/"[^"]*"/, "\"...\"", q); gsub(/\047[^\047]*\047/, "\047...\047", q); z[c] = q
}
END {
  print "@since " s; print "@until " e
  for (i = 1; i <= h; i++) { c = o[i]; print "@hit " c " " k[c] " " f[c] "~" g[c]; print " " z[c] }
  print "@hits " h + 0; print "@read " n + 0 " " x + 0
}'"""
GROUP: Final = _AWK.replace(
    "CLASSES",
    "\n".join(
        'c == "" && w ~ /{}/ {{ c = "{}" }}'.format(marks.replace("/", r"\/").replace("'", r"\047"), kind)
        for kind, marks in KINDS.items()
    ),
)
"""Class a log that comes on standard input."""
