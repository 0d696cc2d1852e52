/** What an answer does wrong by itself, whatever another says: a status of 500 or more, or an error that PHP did not catch. */
export type Fault = 'server-error' | 'uncaught-error'
