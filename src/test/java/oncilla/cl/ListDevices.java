package oncilla.cl;

/**
 * A child process of {@link NoOpenClTest}: asks one binding twice for its devices, and prints each
 * answer as one line, then how long both took.
 */
final class ListDevices {
  private ListDevices() {}

  public static void main(String[] arguments) {
    long start = System.nanoTime();
    for (int question = 0; question < 2; question++) {
      try {
        System.out.println(ClDrivers.named(arguments[0]).devices().size() + " devices");
      } catch (ClUnavailableException unavailable) {
        System.out.println(unavailable.getMessage() + " / " + unavailable.remedy());
      }
    }
    System.out.println((System.nanoTime() - start) / 1_000_000);
  }
}
