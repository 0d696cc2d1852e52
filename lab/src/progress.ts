/** Where the lab says what it does: a line at a time. */
export type Progress = (line: string) => void
