"""What is asked for the system log: the journal behind its cursor, the log files behind inode, length and head.

A bookmark comes as ``$2``; the days to read where there is none as ``$1``, the operator's expected texts as ``$3``. Work is
bounded: of files the last bytes, of the journal so many entries. mksh counts in 32 bits: there a file of a gigabyte (ten
digits) is left out, and told.
"""

from typing import Final

from collectors.base import Parameter, Source
from collectors.linux.log_lines import STORES
from collectors.linux.system_log_lines import GROUP, VARIABLES

MOST_LINES: Final = 500_000
MOST_BYTES: Final = 1024 * 1024 * 1024
CURSOR: Final = Parameter("journal_cursor", r"none|[a-z]=[0-9a-f]+(;[a-z]=[0-9a-f]+){1,9}", Source.BOOKMARK, "none")
POSITION: Final = Parameter("file_position", r"none|[0-9]+:[0-9]+:[0-9]+", Source.BOOKMARK, "none")
"""Inode, bytes read, checksum (POSIX cksum) of the first 256 of them."""

JOURNAL_COMMAND: Final = (
    VARIABLES + STORES + r"""
J() { $S journalctl --no-pager -q -o short-iso "$@"; }
echo @oldest; $S journalctl --no-pager -o short-iso | head -n 2 | cut -c1-200 | mask | sed 's/^/ /'
echo @newest; J -n 1 | cut -c1-200 | mask | sed 's/^/ /'
b=first; set --
[ "$c" = none ] || {
  b=lost
  case $(J --cursor="$c" -n 1 --show-cursor | tail -n 1) in
    "-- cursor: $c") b=continued; set -- --after-cursor="$c"; echo "@mark $c" ;;
  esac
}
echo "@begun $b"
"""
    f'm=hits; J "$@" -n {MOST_LINES} --show-cursor | {GROUP}; m=kinds; J "$@" -n {MOST_LINES} -p 4 | {GROUP}; echo @end'
)
"""Without a cursor ``-n`` gives the last entries, behind one the first: the next inspection goes on from there. What is
written between the two passes is counted twice among the kinds, which is better than not at all."""

FILES_COMMAND: Final = (
    VARIABLES
    + f"left={MOST_BYTES} "
    + r"""keep= b= mark= new= files=0 m=
l=/var/log
[ -r $l ] && [ -x $l ] || { echo "@denied $l"; echo @end; exit 0; }
for n in messages syslog; do [ -f $l/$n ] && { b=$n; break; }; done
[ "$b" ] || { echo @none; echo @end; exit 0; }
case $c in none) i= o= s= ;; *) i=${c%%:*} s=${c##*:}; o=${c#*:}; o=${o%:*} ;; esac
head_of() { if [ "$1" -lt 256 ]; then echo "$1"; else echo 256; fi; }
from() {
  case $1 in
    *.gz) $S gzip -dc "$1" | tail -c "+$(($2 + 1))" ;;
    *.xz) $S xz -dc "$1" | tail -c "+$(($2 + 1))" ;;
    *.bz2) $S bzip2 -dc "$1" | tail -c "+$(($2 + 1))" ;;
    *.zst) $S zstd -dcq "$1" | tail -c "+$(($2 + 1))" ;;
    *) $S tail -c "+$(($2 + 1))" "$1" ;;
  esac
}
inode() { ls -id "$1" | sed 's/^ *//;s/ .*//'; }
sum() { from "$1" 0 | head -c "$2" | cksum | sed 's/ .*//'; }
marked() {
  [ "$o" ] || return 1
  [ "$o" != 0 ] || { [ "$(inode "$1")" = "$i" ]; return; }
  [ "$2" -ge "$o" ] && [ "$(sum "$1" "$(head_of "$o")")" = "$s" ]
}
for f in $(ls -1td $l/$b $(find $l -maxdepth 1 -type f \( -name "$b" -o -name "$b[.-]*" \) -mtime "-$d") | uniq); do
  n=$($S wc -c <"$f" 2>/dev/null || $S wc -c "$f") || { echo "@denied $f"; continue; }
  n=${n%% *}
  [ $((2147483647 + 1)) -gt 0 ] || [ ${#n} -lt 10 ] || { echo "@skipped $n $f"; continue; }
  n=$((n)) at=0 end=$n cost=$n new=$f
  [ "$f" != $l/$b ] || {
    [ $n = 0 ] || [ "$(from "$f" $((n - 1)) | head -c 1 | wc -l)" -gt 0 ] || {
      at=$((n > 65536 ? n - 65536 : 0))
      end=$((n - $(from "$f" $at | head -c $((n - at)) | tail -n 1 | wc -c))) at=0
    }
    node=$(inode "$f") mark=$node:$end:$(sum "$f" "$(head_of $end)")
  }
  case $f in *.gz | *.xz | *.bz2 | *.zst) cost=$((n > left / 10 ? left + 1 : n * 10)) end=2000000000 ;; esac
  found=; ! marked "$f" $end || found=1 at=$o
  case $f in
    *.gz | *.xz | *.bz2 | *.zst)
      [ $cost -le $left ] || { echo "@skipped $n $f"; left=0; [ "$found" ] || continue; break; } ;;
    *)
      [ $end -ge $at ] || at=$end
      cost=$((end - at))
      [ $cost -le $left ] || { echo "@skipped $((cost - left)) $f"; at=$((end - left)) cost=$left; } ;;
  esac
  left=$((left - cost)) keep="$at:$end:$f $keep" files=$((files + 1))
  [ $cost = 0 ] || $S head -c 1 "$f" >/dev/null || { echo "@denied $f"; continue; }
  case $f in *.gz | *.xz | *.bz2 | *.zst) echo "@file $n $at $at $f" ;; *) echo "@file $n $at $end $f" ;; esac
  from "$f" $at | head -n 2 | cut -c1-200 | mask | sed 's/^/ /'
  [ -z "$found" ] || break
done
case $o$found in '') echo '@begun first' ;; "${o}1") echo '@begun continued' ;; *) echo '@begun lost' ;; esac
echo "@files $files"
echo @newest
if [ -s $l/$b ]; then $S tail -n 1 $l/$b | cut -c1-200 | mask | sed 's/^/ /'; else date -r $l/$b '+ %Y-%m-%dT%H:%M:%S%z'; fi
[ ! -r /proc/1/comm ] || echo "@writer $(grep -slxE 'rsyslogd|syslog-ng|syslogd' /proc/[0-9]*/comm | wc -l)"
for y in $keep; do
  f=${y#*:} at=${y%%:*} end=${f%%:*} f=${f#*:}
  from "$f" $at | head -c $((end - at))
done | grep -aE "$p|$k|$w${x:+|$x}" | """
    + GROUP
    + r"""
y=${keep##* }; [ "$y" ] || { set -- $keep; for y; do :; done; }
f=${y#*:} at=${y%%:*} end=${f%%:*} f=${f#*:}
case $f in
  $l/$b)
    [ $((end - at)) -le 4194304 ] || at=$((end - 4194304))
    from "$f" $at | head -c $((end - at)) | awk '
/^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T/ {
  t = ((substr($0, 1, 4) % 100 * 12 + substr($0, 6, 2)) * 31 + substr($0, 9, 2)) * 86400
  t += substr($0, 12, 2) * 3600 + substr($0, 15, 2) * 60 + substr($0, 18, 2) }
/^[A-Z][a-z][a-z] [ 0-9][0-9] [0-9][0-9]:/ {
  t = (int(index("JanFebMarAprMayJunJulAugSepOctNovDec", substr($0, 1, 3)) / 3) * 31 + substr($0, 5, 2)) * 86400
  t += substr($0, 8, 2) * 3600 + substr($0, 11, 2) * 60 + substr($0, 14, 2) }
t { if (u - t > 300 && u - t < 17280000 && u - t > v) { v = u - t; q = substr($0, 1, 200) } u = t; t = 0 }
END { if (v) { print "@reversal " v; print " " q } }' | mask
    [ "$(inode $l/$b)" != "$node" ] || case $mark in *:) ;; *) echo "@mark $mark" ;; esac ;;
esac
echo @end"""
)
