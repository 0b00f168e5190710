r"""How our asks read a database's server log from where the last inspection stopped, whichever database it is.

A position is ``key:inode:bytes:checksum``, the key being the checksum of the server's name; the last checksum is that of
the file's first 256 bytes (POSIX cksum), so that a file is found again after it was renamed, copied or compressed. The
journal's is ``key:j:epoch:0``. Files are those that the server or logrotate makes of one name. Work is bounded; what was
left is told. mksh counts in 32 bits: files of a gigabyte are left there.
"""

from typing import Final

from collectors.base import Parameter, Source
from collectors.linux.counted_lines import counting
from collectors.linux.log_stamps import MOMENT
from collectors.linux.programs import finding

MOST_BYTES: Final = 256 * 2**20
"""Of all logs of a host: gawk classes 18 MB a second, mawk 86 (measured)."""
MOST_ENTRIES: Final = 1_000_000
"""Of the journal; a line of a statement that was logged is 150 bytes or so."""
_ONE: Final = r"[0-9]+:(j|[0-9]+):[0-9]+:[0-9]+"
NOTHING: Final = "none"


def positions(name: str) -> Parameter:
    """The parameter by which the bookmark of an ask comes back."""
    return Parameter(name, rf"{NOTHING}|{_ONE}(,{_ONE}){{0,63}}", Source.BOOKMARK, NOTHING)


_WORDS: Final = r"""
head_of() { if [ "$1" -lt 256 ]; then echo "$1"; else echo 256; fi; }
from() {
  case $1 in
    *.gz) gzip -dc "$1" | tail -c "+$(($2 + 1))" ;;
    *.xz) xz -dc "$1" | tail -c "+$(($2 + 1))" ;;
    *.bz2) bzip2 -dc "$1" | tail -c "+$(($2 + 1))" ;;
    *.zst) zstd -dcq "$1" | tail -c "+$(($2 + 1))" ;;
    *) tail -c "+$(($2 + 1))" "$1" ;;
  esac
}
sum() { from "$1" 0 | head -c "$2" | cksum | sed 's/ .*//'; }
marked() {
  [ "$o" ] || return 1
  [ "$o" != 0 ] || { [ "$q" = "$i" ]; return; }
  case $q:$w:$1 in "$i":*|*::*|*.gz|*.xz|*.bz2|*.zst) ;; *) return 1 ;; esac
  [ "$2" -ge "$o" ] && [ "$(sum "$1" "$(head_of "$o")")" = "$s" ]
}
known() {
  y=$(printf '%s\n' "$c" | tr , '\n' | sed -n "s/^$1://p" | head -n 1)
  case $y in '') i= o= s= ;; *) i=${y%%:*} s=${y##*:}; o=${y#*:}; o=${o%:*} ;; esac
}
names() {
  if [ "$w" ]; then
    w=$(printf '%s\n' "${l##*/}" | sed 's/[0-9][0-9]*/*/g
      s/\(Mon\|Tue\|Wed\|Thu\|Fri\|Sat\|Sun\|Jan\|Feb\|Mar\|Apr\|May\|Jun\|Jul\|Aug\|Sep\|Oct\|Nov\|Dec\)[a-z]*/*/g')
    [ "$w" != "${l##*/}" ] || w=
  fi
  find "${l%/*}/" -maxdepth 1 -type f '(' -name "${w:-${l##*/}}" -o -name "${l##*/}[.-]*" ')' \
    '(' -name "${l##*/}" -o -mtime "-$days" ')' -exec stat -c '%Y %s %i %n' {} + 2>/dev/null | sort -rn
}
files() {
  case $i in j) i= o= s= ;; esac
  found= mark= skipped=0
  : >"$TMPDIR/log-keep"
  names >"$TMPDIR/log-files"
  while read -r t n q f; do
    [ -r "$f" ] || { skipped=$((skipped + n)); continue; }
    [ $((2147483647 + 1)) -gt 0 ] || [ ${#n} -lt 10 ] || { skipped=$((skipped + 1000000000)); continue; }
    at=0 end=$n cost=$n
    [ "$f" != "$l" ] || {
      [ "$n" = 0 ] || [ "$(from "$f" $((n - 1)) | head -c 1 | wc -l)" -gt 0 ] || {
        at=$((n > 65536 ? n - 65536 : 0))
        end=$((n - $(from "$f" $at | head -c $((n - at)) | tail -n 1 | wc -c))) at=0
      }
      mark=$q:$end:$(sum "$f" "$(head_of "$end")")
    }
    case $f in *.gz | *.xz | *.bz2 | *.zst) cost=$((n > left / 10 ? left + 1 : n * 10)) end=2000000000 ;; esac
    ! marked "$f" "$end" || found=1 at=$o
    case $f in
      *.gz | *.xz | *.bz2 | *.zst) [ "$cost" -le "$left" ] || { skipped=$((skipped + n)) left=0; break; } ;;
      *)
        cost=$((end - at))
        [ "$cost" -le "$left" ] || { skipped=$((skipped + cost - left)) at=$((end - left)) cost=$left; } ;;
    esac
    left=$((left - cost))
    echo "$at $end $f" >>"$TMPDIR/log-keep"
    [ -z "$found" ] && [ "$left" -gt 0 ] || break
  done <"$TMPDIR/log-files"
  case $o$found in '') echo '@begun first' ;; "${o}1") echo '@begun continued' ;; *) echo '@begun lost' ;; esac
  echo "@skipped $skipped"
  [ -z "$mark" ] || echo "@mark $key:$mark"
  awk '{ l[NR] = $0 } END { for (n = NR; n; n--) print l[n] }' "$TMPDIR/log-keep" | while read -r at end f; do
    from "$f" "$at" 2>/dev/null | head -c $((end - at))
  done | if [ "$1" ]; then grep -aE "$1"; else cat; fi | tr -d '\r' | group | mask
}
journal() {
  u=$(sed -n 's|.*/\([^/]*[.]s[e]rvice\).*|\1|p' "/proc/$p/cgroup" 2>/dev/null | head -n 1)
  [ "$u" ] && command -v journalctl >/dev/null 2>&1 || return 1
  now=$(date +%s) at="-$days days"
  case $i in j) at=@$o ;; esac
  [ -n "$(journalctl -q --no-pager -n 1 -o cat "_SYSTEMD_UNIT=$u" 2>/dev/null)" ] || return 1
  printf '@log %s %s\n' "$a" "$u"
  case $i in j) echo '@begun continued' ;; *) echo '@begun first' ;; esac
  echo '@skipped 0'; echo "@mark $key:j:$now:0"
  journalctl -q --no-pager -o short-iso --since "$at" --until "@$now" -n MOST "_SYSTEMD_UNIT=$u" 2>/dev/null |
    tr -d '\r' | group | mask
}
"""
"""``known KEY`` finds the position. ``files REGEX`` reads ``$l`` and the files of its name (``$w``: digits, days and months
differ), ``journal`` that of the unit of ``$p``; both for the server ``$a``, through ``group``. Of files that a server makes
under ever new names only the one with the inode is looked into for the position: hourly ones are 2,200 in a quarter.
"""


def reading(group: str, words: str, *programs: str) -> str:
    """Write an ask: ``group`` classes a log on standard input, ``words`` go through the programs' processes ``$f``."""
    head = f"d=$1 days=$1 c=$2 left={MOST_BYTES}; {MOMENT}" + finding(*programs).strip()
    more = _WORDS.replace("MOST", str(MOST_ENTRIES))
    return counting(f'{head}\ngroup() {{ {group}; }}{more}echo "@found $n $k"\necho "@was $c"\n{words.strip()}\n')
