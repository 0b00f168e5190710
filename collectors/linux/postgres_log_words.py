r"""How lines of PostgreSQL's server log are classed on the host: words of severity, classes of trouble, the counting.

A line's severity is the first word of that sort in it, or the field of csvlog and jsonlog. Only what follows it, up to the
end of the message, is looked into: a statement that is logged or quoted behind may hold any word.
"""

from typing import Final

KINDS: Final = {
    "corruption": "[, ]XX00[12],|invalid page in block|page verification failed|could not read block|missing chunk number|"
    "unexpected data beyond EOF|could not access status of transaction|invalid memory alloc request|无效的页|无法读取块|"
    "校验和.*失败",
    "disk": "53100|[Nn]o space left on device|could not extend file|设备上没有空间|没有剩余空间|磁盘已满",
    "io": "58030|[Ii]nput.output error|could not fsync|could not write to file|输入.输出错误|无法.*fsync",
    "wraparound": "must be vacuumed within|avoid wraparound|wraparound data loss|防止.*回卷|避免.*(回卷|重叠)",
    "crash": "was terminated by signal|terminating any other active server processes|被信号.*(终止|中止)",
    "unclean": "was not properly shut down|was interrupted; last known up|没有正确(地)?关闭|没有正常关闭|被中断",
    "archive": "archive command failed|archiving .*failed|归档命令.*失败|存档命令.*失败",
    "memory": "53200|out of memory|out of shared memory|内存(用尽|不足|溢出)",
    "connections": "53300|too many clients|remaining connection slots|太多(的)?(客户端|客户)|连接(槽|插槽)",
    "deadlock": "40P01|deadlock detected|(检测|侦测)到死锁|死锁",
    "login": "28P01|28000|authentication failed|no pg_hba.conf entry|pg_hba.conf rejects|认证失败|验证失败|"
    "没有用于.*pg_hba",
    "wal_gone": "requested WAL segment .* has already been removed|请求的.*(已经|已)被?(删除|移除)",
    "checkpoints": "checkpoints are occurring too frequently|检查点(出现|发生)(的)?(太|过于|得太)频繁",
}
"""By class, what stands in the words or SQLSTATEs of its lines: PostgreSQL's own messages, errcodes.txt, zh_CN.po."""
_LEVELS: Final = (
    "PANIC|FATAL|ERROR|WARNING|LOG|INFO|NOTICE|DETAIL|HINT|CONTEXT|STATEMENT|QUERY|比致命错误还过分的错误|致命错误|"
    "严重错误|错误|警告|日志|信息|注意|详细信息|提示|上下文|语句|查询"
)
_AWK: Final = r"""awk '{ l = substr($0, 1, 1000); v = w = c = "" }
l ~ /^[{]/ && match(l, /"error_severity": *"[A-Z]+"/) {
  v = substr(l, RSTART, RLENGTH); gsub(/.*: *"|"$/, "", v); w = v
  if (match(l, /"state_code": *"[0-9A-Z]+"/)) { m = substr(l, RSTART, RLENGTH); gsub(/.*: *"|"$/, "", m); w = w "," m "," }
  if (match(l, /"message": *"([^"\\]|\\.)*"/)) {
    m = substr(l, RSTART, RLENGTH - 1); sub(/^"message": *"/, "", m); w = w ": " m
  }
}
l ~ /^[^{\t]/ && match(l, /,(PANIC|FATAL|ERROR|WARNING|LOG),CODE,"([^"]|"")*"/) {
  w = substr(l, RSTART + 1, RLENGTH - 2); v = w; sub(/,.*/, "", v); sub(/,"/, ",: ", w)
}
v == "" && l ~ /^[^{\t]/ && match(l, /(LEVELS)(: |：)/) {
  v = substr(l, RSTART, RLENGTH); w = substr(l, RSTART); sub(/(:|：) *$/, "", v)
}
match(l, /20[0-9][0-9]-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]+)?/) && RSTART < 200 {
  t = substr(l, RSTART, RLENGTH); if (!s) s = t; e = t
}
v == "" || v ~ /^(DETAIL|HINT|CONTEXT|STATEMENT|QUERY|INFO|NOTICE|详细信息|提示|上下文|语句|查询|信息|注意)$/ { next }
{ n++ }
(v == "LOG" || v == "日志") && w ~ /^[^:]*: *(duration|statement|execute|parse|bind|connection|disconnection|连接)/ { next }
v == "PANIC" || v == "比致命错误还过分的错误" { c = "panic" }
CLASSES
v ~ /^(ERROR|FATAL|PANIC)$/ || v ~ /错误$/ { x++ }
c == "" { next }
{
  if (!(c in k)) { o[++h] = c; f[c] = t }
  k[c]++; g[c] = t; q = substr(w, 1, 300)
  gsub(/"[^"]*"/, "\"...\"", q); gsub(/\047[^\047]*\047/, "\047...\047", q); z[c] = q
}
END {
  print "@since " s; print "@until " e
  for (i = 1; i <= h; i++) { c = o[i]; print "@hit " c " " k[c] " " f[c] "~" g[c]; print " " z[c] }
  print "@hits " h + 0; print "@read " n + 0 " " x + 0
}'"""
GROUP: Final = (
    _AWK.replace("CODE", "[0-9A-Z]" * 5)
    .replace("LEVELS", _LEVELS)
    .replace("CLASSES", "\n".join(f'c == "" && w ~ /{marks}/ {{ c = "{kind}" }}' for kind, marks in KINDS.items()))
)
"""Class a log that comes on standard input."""
