/** A page that calls like the dashboard does, for Chromium with a WAV file as its microphone. */
export const CALLER_PAGE = `<!doctype html><meta charset="utf-8"><title>caller</title><audio id="agent" autoplay muted></audio><script>
window.messages = [];
window.levels = [];
/* With a camera: video before audio, a second microphone line, and one that only receives. */
async function call(camera = false) {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  const pc = new RTCPeerConnection();
  window.pc = pc;
  if (camera) pc.addTransceiver('video', { direction: 'sendrecv' });
  const [track] = microphone.getAudioTracks();
  window.sender = pc.addTrack(track, microphone);
  window.events = pc.createDataChannel('events');
  window.events.onmessage = ({ data }) => window.messages.push(JSON.parse(data));
  pc.ontrack = ({ streams }) => listen(streams[0]);
  if (camera) {
    pc.addTransceiver('audio', { direction: 'sendrecv' });
    pc.addTransceiver('video', { direction: 'recvonly' });
  }
  await pc.setLocalDescription();
  await new Promise((done) => {
    if (pc.iceGatheringState === 'complete') return done();
    pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done();
  });
  const response = await fetch('/offer', { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: pc.localDescription.sdp });
  await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
}
/* Chromium decodes a remote stream for WebAudio only while an element plays it. */
function listen(stream) {
  document.getElementById('agent').srcObject = stream;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    window.levels.push(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
  }, 20);
}
async function inbound() {
  for (const report of (await window.pc.getStats()).values()) {
    if (report.type === 'inbound-rtp' && report.kind === 'audio') return report;
  }
  return null;
}
async function remoteInbound() {
  for (const report of (await window.pc.getStats()).values()) if (report.type === 'remote-inbound-rtp') return report;
  return null;
}
</script>`;
