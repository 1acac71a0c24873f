/** A channel or group chat in which requests are posted for approval. */
export interface ApprovalChannel {
  /** Key of the conversation, without a thread of it. */
  readonly conversation: string;
  /** What Teams called it when it was asked for; empty where Teams gave it no name. */
  readonly label: string;
}
