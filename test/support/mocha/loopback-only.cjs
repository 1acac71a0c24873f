/** Fails the test that lets anything but this machine reach a server of its own process. */
const { Server } = require('node:net');

const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  this.once('listening', () => {
    const place = this.address();
    if (typeof place !== 'object' || place?.address === '127.0.0.1') return;
    this.close();
    throw new Error(`A test listens on ${place?.address}: give 127.0.0.1 as the host.`);
  });
  return listen.apply(this, args);
};
