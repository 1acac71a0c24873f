/** What each bare bot answers: a short card, never looked up, never drawn. */
export const answer = {
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: {
    type: 'AdaptiveCard',
    version: '1.4',
    body: [{ type: 'TextBlock', text: 'Approved by Bob Martin.', wrap: true }],
  },
};
