import { signatureV1, signatureV2, signatureV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';

const secret = 'zo-test-client-secret-0001';
const timestamp = 1764000000000;
const alert = { method: 'POST', url: 'https://zo.example.test/hubspot/actions/alert', body: '{"a":"é"}' };

describe('signatures agree with the published vectors', () => {
  it('v1', () => {
    const body =
      '[{"eventId":9001,"subscriptionId":77,"portalId":424242,"appId":1001,"occurredAt":1764000000000,"subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":5,"propertyName":"lifecyclestage","propertyValue":"lead","changeSource":"CRM_UI","sourceId":"userId:7"}]';
    expect(signatureV1(secret, body)).toBe('3a0d592203d41b02d3b0d4576a5bc3bf05667de2eb3f448863693a100e2d3e3e');
  });

  it('v2', () => {
    expect(signatureV2(secret, alert)).toBe('429db757c803ad34831946aeaa9c731ac97110366232fa90b2f978313c212878');
  });

  it('v3', () => {
    expect(signatureV3(secret, alert, timestamp)).toBe('9wdx+KygLdmD6JLBiZFNp1sTDvQN7twqT5L5CIxpsz8=');
  });

  it('v3 decodes only the listed escapes of the URL', () => {
    const url = 'https://zo.example.test/hubspot/settings?portalId=424242&userEmail=ana%2Bx%40example.com&path=a%2Fb';
    expect(signatureV3(secret, { method: 'GET', url, body: '' }, timestamp)).toBe(
      'ivFZBDUB0ysHXk6t995Rztj9ei0I48JlDdauKeHCe+Q=',
    );
  });
});
