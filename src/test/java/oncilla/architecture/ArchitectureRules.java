package oncilla.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The allowed imports, as rules over the classes below one root package.
 *
 * <pre>
 *   cli → report, train, check, bench → nn, optim, data, io → backend, random → base
 *   backend.cpu, backend.ejml → backend.host → backend        backend.opencl → backend, cl
 *   cl.jocl → cl        cl.lwjgl → cl
 *   inside backend.opencl: tuning → runtime → transfer → verification → matmul → launch → program → device
 * </pre>
 *
 * A package may import what lies anywhere below it, and its own level as long as there is no cycle;
 * so may the rooms inside a package. Nothing imports an implementation ({@code backend.opencl},
 * {@code cl.jocl}, …) except where an arrow says so: they are found as services.
 */
final class ArchitectureRules {
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("cli"),
          List.of("report", "train", "check", "bench"),
          List.of("nn", "optim", "data", "io"),
          List.of("backend", "random"),
          List.of("base"));

  private static final Map<String, Set<String>> IMPLEMENTATIONS =
      Map.of(
          "backend.host", Set.of("backend", "random", "base"),
          "backend.ejml", Set.of("backend.host", "backend", "random", "base"),
          "backend.cpu", Set.of("backend.host", "backend", "random", "base"),
          "backend.opencl", Set.of("backend", "random", "base", "cl"),
          "cl", Set.of("base"),
          "cl.jocl", Set.of("cl", "base"),
          "cl.lwjgl", Set.of("cl", "base"));

  /** The rooms of the OpenCL backend, from the top: each imports only those below it. */
  private static final List<String> STAIR =
      Stream.of(
              "tuning",
              "runtime",
              "transfer",
              "verification",
              "matmul",
              "launch",
              "program",
              "device")
          .map(room -> "backend.opencl." + room)
          .toList();

  /** Libraries that one package alone may know. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "org.jocl", "cl.jocl",
          "org.lwjgl", "cl.lwjgl",
          "org.ejml", "backend.ejml",
          "org.bytedeco", "backend.cpu",
          "ch.qos.logback", "cli",
          "picocli", "cli");

  private final String root;
  private final Map<String, Set<String>> allowed = allowedImports();

  /** Rules for the classes below {@code root}. */
  ArchitectureRules(String root) {
    this.root = root;
  }

  /** All rules by a short name. Each holds for packages that do not exist. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("every package is in the picture", everyPackageIsKnown());
    allowed.keySet().forEach(name -> rules.put("imports of " + name, imports(name)));
    LIBRARIES.keySet().stream()
        .sorted()
        .forEach(library -> rules.put(library, confined(library, LIBRARIES.get(library))));
    rules.put("no cycles", noCycles());
    rules.put("stair of backend.opencl", stair());
    rules.put("standard streams", standardStreams());
    rules.put("java.util.logging", noJavaUtilLogging());
    rules.put("System.exit", exit());
    rules.put("reflection by name", noReflectionByName());
    return rules;
  }

  private ArchRule everyPackageIsKnown() {
    return classes()
        .should(
            be(
                new DescribedPredicate<JavaClass>("in a package of the picture") {
                  @Override
                  public boolean test(JavaClass type) {
                    return packageOf(type).isPresent();
                  }
                }))
        .because("a new package takes its place between the arrows first")
        .allowEmptyShould(true);
  }

  private ArchRule imports(String name) {
    Set<String> targets = new TreeSet<>(allowed.get(name));
    return noClasses()
        .that(areIn(name))
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<JavaClass>("are in Oncilla but not in %s", targets) {
              @Override
              public boolean test(JavaClass type) {
                if (!isBelowRoot(type)) {
                  return false;
                }
                Optional<String> target = packageOf(type);
                return target.isEmpty()
                    || !(target.get().equals(name) || targets.contains(target.get()));
              }
            })
        .allowEmptyShould(true);
  }

  private ArchRule confined(String library, String home) {
    return noClasses()
        .that(DescribedPredicate.not(areIn(home)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library + "..")
        .allowEmptyShould(true);
  }

  private ArchRule noCycles() {
    return slices()
        .matching(root + ".(**)")
        .namingSlices("$1")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  private ArchRule stair() {
    return noClasses()
        .should(
            new ArchCondition<>("import a room above their own") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                int room = roomOf(type);
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                  boolean climbs = room >= 0 && isAbove(dependency.getTargetClass(), room);
                  events.add(new SimpleConditionEvent(type, climbs, dependency.getDescription()));
                }
              }
            })
        .allowEmptyShould(true);
  }

  private boolean isAbove(JavaClass type, int room) {
    int other = roomOf(type);
    return other >= 0 && other < room;
  }

  /** Which room of the stair holds {@code type}, from the top; −1 for none. */
  private int roomOf(JavaClass type) {
    return STAIR.stream().map(room -> root + "." + room).toList().indexOf(type.getPackageName());
  }

  private ArchRule standardStreams() {
    return noClasses()
        .that(DescribedPredicate.not(areIn("cli")))
        .should(ACCESS_STANDARD_STREAMS)
        .because("only the command line talks to the person in front of it")
        .allowEmptyShould(true);
  }

  private ArchRule noJavaUtilLogging() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging")
        .allowEmptyShould(true);
  }

  private ArchRule exit() {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(root + ".cli.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .allowEmptyShould(true);
  }

  private ArchRule noReflectionByName() {
    return noClasses()
        .should()
        .callMethod(Class.class, "forName", String.class)
        .orShould()
        .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
        .orShould()
        .callMethod(ClassLoader.class, "loadClass", String.class)
        .because("it would reach an implementation past the service loader")
        .allowEmptyShould(true);
  }

  private DescribedPredicate<JavaClass> areIn(String name) {
    return new DescribedPredicate<>("are in %s", name) {
      @Override
      public boolean test(JavaClass type) {
        return packageOf(type).filter(name::equals).isPresent();
      }
    };
  }

  private boolean isBelowRoot(JavaClass type) {
    return (type.getPackageName() + ".").startsWith(root + ".");
  }

  /** The package of the picture that holds {@code type}: the longest name that fits. */
  private Optional<String> packageOf(JavaClass type) {
    String packageName = type.getPackageName() + ".";
    return allowed.keySet().stream()
        .filter(name -> packageName.startsWith(root + "." + name + "."))
        .max(Comparator.comparingInt(String::length));
  }

  private static Map<String, Set<String>> allowedImports() {
    Map<String, Set<String>> allowed = new LinkedHashMap<>();
    for (int level = 0; level < LEVELS.size(); level++) {
      List<String> below = new ArrayList<>();
      LEVELS.subList(level, LEVELS.size()).forEach(below::addAll);
      LEVELS.get(level).forEach(name -> allowed.put(name, Set.copyOf(below)));
    }
    allowed.putAll(new TreeMap<>(IMPLEMENTATIONS));
    return allowed;
  }
}
