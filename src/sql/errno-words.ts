/** What MySQL's error numbers mean, in a few words (MySQL Reference Manual, "Server Error Message Reference"). */
const words: Readonly<Record<number, string>> = {
  1044: 'access denied to the database',
  1045: 'access denied',
  1048: 'a column cannot be NULL',
  1049: 'unknown database',
  1054: 'unknown column',
  1055: 'ONLY_FULL_GROUP_BY',
  1062: 'duplicate entry',
  1064: 'syntax error',
  1067: 'invalid default value',
  1071: 'key too long',
  1109: 'unknown table',
  1114: 'table is full',
  1118: 'row too large',
  1140: 'ONLY_FULL_GROUP_BY, without GROUP BY',
  1142: 'command denied',
  1146: 'no such table',
  1153: 'packet too large',
  1193: 'unknown system variable',
  1205: 'lock wait timeout',
  1213: 'deadlock',
  1227: 'privilege missing',
  1231: 'wrong value for a variable',
  1264: 'value out of range',
  1265: 'data truncated',
  1267: 'illegal mix of collations',
  1271: 'illegal mix of collations',
  1292: 'incorrect date or number',
  1305: 'no such function or procedure',
  1364: 'field has no default',
  1365: 'division by zero',
  1366: 'incorrect value',
  1406: 'data too long',
  1451: 'foreign key: the row is referred to',
  1452: 'foreign key: no such row',
  1525: 'incorrect value',
  3024: 'maximum execution time exceeded',
  3065: 'ONLY_FULL_GROUP_BY, by ORDER BY and DISTINCT',
}

/** Removes the sentence with which each of MySQL's syntax errors begins: `syntax error near 'LATERAL' at line 1`. */
export function withoutUsualWords(message: string): string {
  return message.replace(/^You have an error in your SQL syntax;.*?to use near/s, 'syntax error near')
}

/** Returns `errno 1055 (ONLY_FULL_GROUP_BY)`; the bare number if its meaning is not known here. */
export function errnoInWords(errno: number): string {
  const meaning = words[errno]
  return meaning === undefined ? `errno ${errno}` : `errno ${errno} (${meaning})`
}
