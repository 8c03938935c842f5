import { type ListedProperty, of, plus } from '../listed-property.ts';

const PASSWORD = 'Properties.Policies.PasswordPolicy';
/** The user pool and its client. */
export const signIn: readonly ListedProperty[] = [
  ...of('AWS::Cognito::UserPool', [
    { rule: 'C1_passwords_are_long', path: PASSWORD },
    { rule: 'C1_passwords_are_long', path: `${PASSWORD}.MinimumLength`, weaker: [13, 8] },
    { rule: 'C1_passwords_have_four_classes', path: `${PASSWORD}.*`, only: (value) => typeof value === 'boolean' },
    { rule: 'C1_temporary_passwords_end', path: `${PASSWORD}.TemporaryPasswordValidityDays`, weaker: [8, 365] },
    { rule: 'C2_second_factor', path: 'Properties.MfaConfiguration', weaker: ['OFF'] },
    { rule: 'C2_second_factor', path: 'Properties.EnabledMfas', weaker: [['SMS_MFA'], []] },
    { rule: 'C6_addresses_are_confirmed', path: 'Properties.AutoVerifiedAttributes' },
    { rule: 'C6_addresses_are_confirmed', path: 'Properties.UserAttributeUpdateSettings' },
    { rule: 'C3_threats_are_blocked', path: 'Properties.UserPoolAddOns' },
    { rule: 'C4_deletion_is_blocked', path: 'Properties.DeletionProtection', weaker: ['INACTIVE'] },
    { rule: 'D5_deletion_keeps_it', path: 'DeletionPolicy', weaker: ['Delete'] },
    { rule: 'D5_replacement_keeps_it', path: 'UpdateReplacePolicy', weaker: ['Delete'] },
  ]),
  ...of('AWS::Cognito::UserPoolClient', [
    { rule: 'C5_tells_nobody_who_exists', path: 'Properties.PreventUserExistenceErrors', weaker: ['LEGACY'] },
    { rule: 'C5_tokens_can_be_revoked', path: 'Properties.EnableTokenRevocation' },
    {
      rule: 'C5_no_plain_password',
      path: 'Properties.ExplicitAuthFlows',
      weaker: [plus('ALLOW_USER_PASSWORD_AUTH'), plus('ALLOW_ADMIN_USER_PASSWORD_AUTH')],
    },
    { rule: 'C5_access_tokens_are_short', path: 'Properties.AccessTokenValidity', weaker: [61] },
    { rule: 'C5_access_tokens_are_short', path: 'Properties.TokenValidityUnits.AccessToken', weaker: ['hours'] },
    {
      rule: 'C5_codes_and_no_secret',
      path: 'Properties.AllowedOAuthFlows',
      weaker: [plus('implicit'), ['client_credentials']],
    },
    {
      rule: 'C5_codes_and_no_secret',
      path: 'Properties.AllowedOAuthScopes',
      weaker: [plus('aws.cognito.signin.user.admin')],
    },
    { rule: 'C5_codes_and_no_secret', path: 'Properties.AllowedOAuthFlowsUserPoolClient' },
    { rule: 'C5_codes_and_no_secret', path: 'Properties.GenerateSecret' },
    {
      rule: 'C5_returns_to_exact_addresses',
      path: 'Properties.CallbackURLs',
      weaker: [['https://*.example/cb'], plus('http://app.example/cb')],
    },
    { rule: 'C5_returns_to_exact_addresses', path: 'Properties.LogoutURLs', weaker: [['*']] },
    { rule: 'C6_nobody_writes_a_role', path: 'Properties.WriteAttributes', weaker: [plus('custom:role'), []] },
    { rule: 'D5_deletion_keeps_it', path: 'DeletionPolicy', weaker: ['Delete'] },
    { rule: 'D5_replacement_keeps_it', path: 'UpdateReplacePolicy', weaker: ['Delete'] },
  ]),
  ...of('AWS::Cognito::IdentityPool', [
    { rule: 'C7_nobody_without_signing_in', path: 'Properties.AllowUnauthenticatedIdentities' },
  ]),
];
