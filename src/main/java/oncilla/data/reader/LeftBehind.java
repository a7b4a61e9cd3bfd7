package oncilla.data.reader;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What operating systems, network drives and photo programs leave in a folder of photographs
 * without being asked. It is never a picture that somebody put there, so it is passed over in
 * silence. The names come in any letter case, as they do on the systems that make them.
 */
final class LeftBehind {
  /** Files and folders by their name. */
  private static final Set<String> NAMES =
      Set.of(
          // Windows
          "thumbs.db",
          "ehthumbs.db",
          "ehthumbs_vista.db",
          "desktop.ini",
          "$recycle.bin",
          "system volume information",
          // macOS, and what it puts into archives and on network drives
          "__macosx",
          "icon\r",
          "network trash folder",
          "temporary items",
          // Linux
          "lost+found",
          // Synology and QNAP drives
          "@eadir",
          "#recycle",
          "@recycle",
          // Picasa, before its file began with a dot
          "picasa.ini");

  /**
   * By their ending: what photo programs write beside a picture about it (Adobe's and darktable's
   * ratings and edits, Apple's edits). There is one for each picture, and none is one.
   */
  private static final List<String> ENDINGS = List.of(".xmp", ".aae");

  private LeftBehind() {}

  /**
   * Whether {@code name} is such a file or folder. All that begins with a dot is ({@code
   * .DS_Store}, {@code ._*}, {@code .directory}, {@code .thumbnails}, {@code .Trash-1000}, {@code
   * .stfolder}, {@code .picasa.ini}, …): that is how systems other than Windows hide things.
   */
  static boolean is(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith(".")
        || NAMES.contains(lower)
        || ENDINGS.stream().anyMatch(lower::endsWith);
  }
}
