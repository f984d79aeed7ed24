/** What the process itself needs: CPU, memory, and how busy its event loop is, by OpenTelemetry's names. */
import { performance } from 'node:perf_hooks';
import { metrics } from '@opentelemetry/api';

export const observeProcess = (): void => {
  const meter = metrics.getMeter('streampact');
  meter
    .createObservableCounter('process.cpu.time', { description: 'CPU time that the process has used.', unit: 's' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / 1e6, { 'cpu.mode': 'user' });
      result.observe(system / 1e6, { 'cpu.mode': 'system' });
    });
  meter
    .createObservableGauge('process.memory.usage', { description: 'Memory that the process holds.', unit: 'By' })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  let last = performance.eventLoopUtilization();
  meter
    .createObservableGauge('nodejs.eventloop.utilization', {
      description: 'Share of the time since the last look in which the event loop was busy.',
      unit: '1',
    })
    .addCallback((result) => {
      const now = performance.eventLoopUtilization();
      result.observe(performance.eventLoopUtilization(now, last).utilization);
      last = now;
    });
};
