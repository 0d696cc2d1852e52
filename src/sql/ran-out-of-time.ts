/** ER_QUERY_TIMEOUT of MySQL, ER_STATEMENT_TIMEOUT of MariaDB. */
const timeouts = [3024, 1969]
/** ER_FILSORT_ABORT: a time limit that is reached while rows are sorted is named in its message only. */
const sortAborted = 1028

/** True when the server stopped a statement because of its time limit. */
export function ranOutOfTime(errno: number, message: string): boolean {
  return timeouts.includes(errno) || (errno === sortAborted && /execution time exceeded/i.test(message))
}
