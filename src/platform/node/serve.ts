import { createServer, type RequestListener } from 'node:http';
import { fail } from '../../support/errors.ts';
import type { AnswerPath, WebServer } from '../webServer.ts';
import { isSystemError } from './systemError.ts';

const HOST = '127.0.0.1';

/** Starts a web server that only this machine reaches; port 0 takes a free one. Throws `bad-argument`. */
export async function serve(port: number, answer: AnswerPath): Promise<WebServer> {
  const server = createServer(listener(answer));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, resolve);
    });
  } catch (error) {
    const remedy = 'Choose another port, or 0 for a free one.';
    if (isSystemError(error, 'EADDRINUSE'))
      fail('bad-argument', `port ${port}`, 'another program listens there', remedy);
    if (isSystemError(error, 'EACCES'))
      fail('bad-argument', `port ${port}`, 'you may not listen there', remedy);
    throw error;
  }
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${HOST}:${own}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listener(answer: AnswerPath): RequestListener {
  return ({ method, url = '/' }, response) => {
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    // The path as it was sent: to parse it as a URL would resolve its dots.
    answer(url.split('?')[0]).then(
      ({ status, headers, body }) => {
        response.writeHead(status, { ...headers, 'content-length': body.byteLength });
        response.end(method === 'HEAD' ? undefined : body);
      },
      () => response.writeHead(500).end(),
    );
  };
}
