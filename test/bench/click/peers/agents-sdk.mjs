/** A bare bot of the Microsoft 365 Agents SDK: answers each invoke with one fixed card. It runs where the SDK is. */
import { ActivityTypes } from '@microsoft/agents-activity';
import { AgentApplication, authorizeJWT, CloudAdapter } from '@microsoft/agents-hosting';
import express from 'express';
import { answer } from './peer-answer.mjs';

const adapter = new CloudAdapter({});
const app = new AgentApplication({ adapter });
app.onActivity(ActivityTypes.Invoke, async (context) => {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body: answer } });
});
const web = express().use(express.json());
web.post('/api/messages', authorizeJWT({}), (request, response) =>
  adapter.process(request, response, (context) => app.run(context)),
);
const server = web.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('message', ({ id }) => process.send({ id, result: process.cpuUsage() }));
process.on('disconnect', () => process.exit());
