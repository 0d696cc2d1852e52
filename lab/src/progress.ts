/** Receives what the lab is doing, one line at a time. */
export type Progress = (line: string) => void
