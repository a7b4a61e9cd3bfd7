package oncilla.train;

/**
 * The cost of the last step that ran, before its update.
 *
 * @param cost J, with the L2 term
 * @param dataCost the cross-entropy alone
 * @param firstBadStep the first iteration whose cost was not finite, or −1
 */
public record StepCost(double cost, double dataCost, long firstBadStep) {
  /** Whether every cost so far was finite. */
  public boolean isGood() {
    return firstBadStep < 0;
  }
}
