/** An event that an operator should be alerted to, besides findings and Sosie's own errors. */
export interface Notice {
  readonly event: 'recovered' | 'recording-lost' | 'stack-down' | 'stack-up' | 'log-unread'
  readonly message: string
  /** The stack that it concerns; absent when it is not about a stack. */
  readonly stack?: 'legacy' | 'candidate' | 'control'
}
