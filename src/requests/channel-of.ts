/** The channel or chat of a conversation: its key without the thread, which begins at the first semicolon (facts/teams.md section 4). */
export function channelOf(conversation: string): string {
  return conversation.split(';', 1)[0] ?? conversation;
}
