import { unsupportedTypes } from './unsupported-types.ts';

test('a type that the emulator does not name is unsupported, whatever stands in its place', () => {
  const template = {
    A: { Type: 'AWS::DynamoDB::Table' },
    B: { Type: 'AWS::ApiGatewayV2::Route' },
    C: { Type: 'AWS::ApiGatewayV2::Route' },
    D: { Type: 'AWS::XRay::Group' },
  };
  const types = { ofMoto: ['AWS::DynamoDB::Table'], byApi: ['AWS::ApiGatewayV2::Route', 'AWS::Lambda::Alias'] };
  expect(unsupportedTypes([{ template }], types)).toEqual([
    { type: 'AWS::ApiGatewayV2::Route', resources: 2, instead: 'calls of the service' },
    { type: 'AWS::XRay::Group', resources: 1, instead: 'a placeholder' },
  ]);
});
