/** What is wrong with an answer regardless of any other leg: a status of 500 or more, or an error that PHP did not catch. */
export type Fault = 'server-error' | 'uncaught-error'
