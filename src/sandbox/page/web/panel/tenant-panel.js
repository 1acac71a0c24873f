import { call } from '../shell/api.js';
import { el } from '../shell/el.js';
import { icon } from '../shell/icon.js';
import { listen } from '../shell/store.js';
import { auditSection } from './audit-section.js';
import { connectorSection } from './connector-section.js';
import { editorSection } from './editor-section.js';
import { failuresSection } from './failures-section.js';
import { featuresSection } from './features-section.js';
import { groupsSection } from './groups/groups-section.js';
import { habitSection } from './habit-section.js';
import { peopleSection } from './people-section.js';
import { stepsSection } from './steps-section.js';
import { supportedSection } from './supported-section.js';
import { tenantKindSection } from './tenant-kind-section.js';
import { writesSection } from './writes-section.js';

/** The right panel: the portal of an operator with Defender's actual state, and controls of everything outside. */
export function tenantPanel({ onBack, onClose }) {
  const fault = el('p', { class: 'note bad', role: 'alert' });
  const act = async (path, body) => {
    fault.textContent = '';
    try {
      return await call('POST', `sandbox/${path}`, body);
    } catch (error) {
      fault.textContent = error.message;
      return null;
    } finally {
      await read();
    }
  };
  const editor = editorSection(act);
  const reread = () => soon(read);
  const steps = stepsSection(editor.edit);
  const truth = [connectorSection(act), editor, steps, featuresSection(editor.edit), groupsSection(editor.edit)];
  const told = [auditSection(act, reread), writesSection()];
  const hands = [
    failuresSection(act),
    supportedSection(act),
    peopleSection(act),
    tenantKindSection(act),
    habitSection(act),
  ];
  const parts = [...truth, ...told, ...hands];
  const read = async () => {
    const paths = ['tenant', 'status', 'audit-log'];
    const [tenant, status, log] = await Promise.all(paths.map((path) => call('GET', `sandbox/${path}`)));
    for (const part of parts) await part.show(tenant, status, log);
  };
  listen('world', reread);
  listen('message', reread);
  return el(
    'div',
    { class: 'panel-inner', data: { testid: 'panel' } },
    panelHead(onBack, onClose),
    el('div', { class: 'panel-scroll' }, fault, ...parts.map((part) => part.element)),
  );
}

function panelHead(onBack, onClose) {
  const button = (cls, label, name, onClick, testid) =>
    el(
      'button',
      { class: `quiet square ${cls}`, type: 'button', 'aria-label': label, data: { testid }, on: { click: onClick } },
      icon(name),
    );
  return el(
    'div',
    { class: 'panel-head' },
    button('back', 'Back to chats', 'back', onBack, 'panel-back'),
    el('div', { class: 'panel-words' }, el('h2', { text: 'Tenant' }), el('p', { text: 'What Defender really holds' })),
    button('close', 'Close the panel', 'close', onClose, 'panel-close'),
  );
}

let timer;
function soon(work) {
  clearTimeout(timer);
  timer = setTimeout(() => work().catch(() => undefined), 60);
}
