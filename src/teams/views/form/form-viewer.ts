/** Whose card it is: the person's who fills it in, or everybody else's. */
export type FormViewer = 'requester' | 'other';
