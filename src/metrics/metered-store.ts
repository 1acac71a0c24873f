import type { Meter } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { Task } from '../store/task.ts';

/** The store, with what it lands counted: here every step, task and message passes, whoever caused it. */
export function meteredStore(store: Store, meter: Meter): Store {
  const done = (task: Task | null | undefined): void => {
    if (task) meter.count('tasks', { kind: task.kind, outcome: 'done' });
  };
  return {
    ...store,
    async commit(step) {
      const request = await store.commit(step);
      for (const { event } of step.audit) meter.count('steps', { event: event.replace(/^request\./, '') });
      done(step.completes);
      return request;
    },
    async send(errand) {
      await store.send(errand);
      done(errand.completes);
    },
    async completeTask(task) {
      await store.completeTask(task);
      done(task);
    },
    async postponeTask(task, dueAt) {
      await store.postponeTask(task, dueAt);
      meter.count('tasks', { kind: task.kind, outcome: 'postponed' });
    },
    async postShown(post, shown) {
      await store.postShown(post, shown);
      meter.count('posts', { outcome: 'delivered' });
    },
    async postponePost(post, dueAt) {
      await store.postponePost(post, dueAt);
      meter.count('posts', { outcome: 'delayed' });
    },
    async dropPost(post, why) {
      await store.dropPost(post, why);
      meter.count('posts', { outcome: 'given-up' });
    },
  };
}
