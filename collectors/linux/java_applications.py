r"""Java applications: Tomcat, WebLogic, TongWeb (东方通) and whatever else runs as ``java``, told apart by their arguments.

Only what names the instance and its heap leaves the machine, never the arguments themselves: passwords stand in them.
jstat reads the counters that the JVM itself keeps in a file; it is asked only by root or by the JVM's own user. Of the
server's log the last 20 MB are searched for OutOfMemoryError; a line that tells a start sets the count back.

Sample::

    @java 4711 tomcat:/opt/tomcat
    @user tomcat
    @age 86400
    @threads 84
    @heap 2048m
    @gc 63.1 95.2 2 0.310
    @log /opt/tomcat/logs/catalina.out
    @errors 0 0 0
    @found 210 1
    @end
"""

import re
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Root, Shell
from collectors.facts.middleware import JAVA_APPLICATIONS, JavaApplication
from collectors.linux.passages import Passage, number
from collectors.linux.programs import FOUND, SAFELY, finding, groups, instances, said

_ONE: Final = r"""
IFS= read -r up </proc/uptime; up=${up%%.*}
z=0
for p in $f; do
  z=$((z+1))
  v=$(tr '\0' '\n' <"/proc/$p/cmdline" 2>/dev/null | awk '
  function put(n, v) { if (!(n in got)) got[n]=v }
  NR==1 { exe=$0; next }
  /^-Dcatalina\.base=/ { put("base", substr($0,17)) }
  /^-Dweblogic\.Name=/ { put("wls", substr($0,17)) }
  /^-Dtongweb\.base=/ { put("tong", substr($0,16)) }
  /^-D(com\.)?(bes|apusic|inforsuite|jboss\.server)[A-Za-z.]*\.(base|home|dir|installRoot)=/ {
    s=$0; sub(/^[^=]*=/,"",s); put("other", s) }
  /^-Xmx/ { got["heap"]=substr($0,5) }
  /^-XX:MaxHeapSize=/ { s=$0; sub(/^[^=]*=/,"",s); got["heap"]=s }
  jar==1 { put("jar", $0); jar=2 }
  $0=="-jar" && !jar { jar=1 }
  !/^-/ && !jar && !skip && !main { main=$0 }
  { skip=($0=="-cp" || $0=="-classpath" || $0=="--module-path" || $0=="-p") }
  END {
    if (("wls" in got)) name="weblogic:" got["wls"]
    else if (("tong" in got)) name="tongweb:" got["tong"]
    else if (("base" in got)) name="tomcat:" got["base"]
    else if (("other" in got)) name="server:" got["other"]
    else if (("jar" in got)) { name=got["jar"]; sub(/.*\//,"",name); name="jar:" name }
    else name="main:" main
    print exe; print name; print got["heap"] }')
  x=${v%%
*}; v=${v#*
}; i=${v%%
*}; v=${v#*
}
  printf '@java %s %s\n' "$p" "$i"
  printf '@user %s\n' "$(stat -c %U "/proc/$p" 2>/dev/null)"
  l=; { IFS= read -r l <"/proc/$p/stat"; } 2>/dev/null; l=${l##*) }
  set -- $l; echo "@age $((up-${20:-0}/100))"; echo "@threads ${18:-0}"
  case $v in ''|*[!0-9kKmMgGtT]*) ;; *) echo "@heap $v" ;; esac
  j=$(readlink "/proc/$p/exe" 2>/dev/null); j=${j% (deleted)}; j=${j:-$x}; j=${j%/*}
  [ -x "$j/jstat" ] || case $j in */jre/bin) j=${j%/jre/bin}/bin ;; esac
  u=$(stat -c %u "/proc/$p" 2>/dev/null)
  if [ $z -gt 24 ]; then echo '@nogc many'
  elif [ "$me" != 0 ] && [ "$me" != "$u" ]; then echo '@nogc user'
  elif [ ! -x "$j/jstat" ]; then echo '@nogc jstat'
  else
    v=$(by "$p" "$j/jstat" -gcutil "$p" 2>/dev/null | awk 'NR==1 { for (n=1;n<=NF;n++) at[$n]=n }
      NR==2 && at["O"] && at["FGC"] { print $at["O"], at["M"] ? $at["M"] : "-", $at["FGC"], $at["FGCT"] }')
    [ -n "$v" ] && echo "@gc $v" || echo '@nogc failed'
  fi
  b=${i#*:}; g=
  case $i in
    tomcat:*) g=$b/logs/catalina.out ;;
    tongweb:*) g=$b/logs/server.log ;;
    weblogic:*) v=$(readlink "/proc/$p/cwd" 2>/dev/null); g=${v:-?}/servers/$b/logs/$b.log ;;
  esac
  if [ -z "$g" ]; then :
  elif [ ! -f "$g" ] || [ ! -r "$g" ]; then echo "@nolog $g"
  else
    echo "@log $g"
    tail -c 20000000 "$g" | awk '
      /Server startup in|<BEA-000365>.*(STARTING|STANDBY)|TongWeb.*start(ed|up)/ { e+=n; n=0; s=0 }
      /OutOfMemoryError/ { n++ } /<BEA-000337>/ { s++ } END { print "@errors " n+0 " " e+0 " " s+0 }'
  fi
done
"""
_HEAP = re.compile(r"([0-9]+)([kKmMgGtT]?)")
_UNITS: Final = {"": 0, "k": 10, "m": 20, "g": 30, "t": 40}
_PERCENT: Final = 100


def parse(answer: Answer) -> Listing[JavaApplication]:
    """Read every process. Raises Absent where none is called java."""
    found, unseen = instances(answer.text, "java", "java")
    return Listing(tuple(_application(one) for one in groups(found, "java")), unseen)


def _application(of: dict[str, Passage]) -> JavaApplication:
    head = said(of, "java")
    if not of.keys() >= {"age", "threads"} or not of.keys() & {"gc", "nogc"} or ("log" in of and "errors" not in of):
        raise ParseError("a java that is not whole", head)
    gc = said(of, "gc").split()
    errors = [number(word) for word in said(of, "errors").split()] or [0, 0, 0]
    return JavaApplication(
        name=head.partition(" ")[2],
        user=said(of, "user"),
        age_seconds=number(said(of, "age"), head),
        threads_count=number(said(of, "threads"), head),
        heap_most_bytes=_bytes(said(of, "heap")),
        old_ratio=_ratio(gc[0]) if gc else None,
        metaspace_ratio=_ratio(gc[1]) if gc else None,
        full_collections_count=number(gc[2]) if gc else None,
        full_collections_seconds=_decimal(gc[3]) if gc else None,
        gc_unseen=said(of, "nogc"),
        log=said(of, "log"),
        log_unseen=said(of, "nolog"),
        memory_errors_count=errors[0],
        earlier_errors_count=errors[1],
        stuck_count=errors[2],
    )


def _bytes(word: str) -> int | None:
    match = _HEAP.fullmatch(word)
    return int(match[1]) << _UNITS[match[2].lower()] if match else None


def _decimal(word: str) -> float:
    try:
        return float(word.replace(",", "."))  # jstat writes the point of the locale
    except ValueError:
        raise ParseError(f"no number: {word!r}") from None


def _ratio(word: str) -> float | None:
    return _decimal(word) / _PERCENT if word != "-" else None


JAVA_JSTAT: Final = Collector(
    id="linux.java_applications",
    provides=JAVA_APPLICATIONS,
    on=LINUX,
    ask=Shell(finding("java") + SAFELY + _ONE + FOUND, seconds=60, kib=64, root=Root.BETTER),
    parse=parse,
)
