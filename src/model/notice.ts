/** What an operator wants to hear of at night, beside findings and faults of ours. */
export interface Notice {
  readonly event: 'recovered' | 'recording-lost' | 'stack-down' | 'stack-up' | 'log-unread'
  readonly message: string
  /** The stack, where it is about one. */
  readonly stack?: 'legacy' | 'candidate' | 'control'
}
