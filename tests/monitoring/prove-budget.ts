/** Properties of an AWS::Budgets::Budget, as a template has them. */
export interface BudgetProperties {
  readonly Budget: { readonly BudgetName: string; readonly BudgetLimit: { readonly Amount: number | string } };
  readonly NotificationsWithSubscribers: readonly {
    readonly Notification: {
      readonly NotificationType: string;
      readonly ThresholdType: string;
      readonly ComparisonOperator: string;
      readonly Threshold: number;
    };
  }[];
}

const DAYS = 30;
/** AWS forecasts once it knows so many days of a budget's month. */
const FORECAST_FROM = 5;

/**
 * The first day of a month on which a budget tells, by the kind of what it compares, when each day costs the same. A new month
 * begins at nothing, and so with nothing told: that is how it clears.
 *
 * @param pace of the month's bill, over the budget
 */
export function proveBudget(budget: BudgetProperties, pace: number): ReadonlyMap<string, number | undefined> {
  const limit = Number(budget.Budget.BudgetLimit.Amount);
  const told = budget.NotificationsWithSubscribers.map(({ Notification: notification }) => {
    const { NotificationType: type, ThresholdType, ComparisonOperator, Threshold } = notification;
    if (ThresholdType !== 'PERCENTAGE' || ComparisonOperator !== 'GREATER_THAN') throw new Error('not understood');
    const day = Array.from({ length: DAYS }, (_, index) => index + 1).find((today) => {
      const spent = (limit * pace * today) / DAYS;
      const compared = type === 'ACTUAL' ? spent : today < FORECAST_FROM ? 0 : (spent * DAYS) / today;
      return compared > (limit * Threshold) / 100;
    });
    return [type, day] as const;
  });
  return new Map(told);
}
