/** A bare bot of botbuilder: answers each invoke with one fixed card. It runs where the SDK is. */
import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import express from 'express';
import { answer } from './peer-answer.mjs';

class Bare extends ActivityHandler {
  async onInvokeActivity() {
    return { status: 200, body: answer };
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new Bare();
const web = express().use(express.json());
web.post('/api/messages', (request, response) => adapter.process(request, response, (context) => bot.run(context)));
const server = web.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('message', ({ id }) => process.send({ id, result: process.cpuUsage() }));
process.on('disconnect', () => process.exit());
