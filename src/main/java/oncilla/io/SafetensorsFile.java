package oncilla.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a safetensors file.
 *
 * @param metadata free text under free names, in the order of the file
 * @param tensors in the order of their data
 */
record SafetensorsFile(Map<String, String> metadata, List<NamedTensor> tensors) {
  /** Copies both and checks that no name occurs twice. */
  SafetensorsFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = List.copyOf(tensors);
    if (tensors.stream().map(NamedTensor::name).distinct().count() != tensors.size()) {
      throw new IllegalArgumentException("two tensors have the same name");
    }
  }

  /** The tensor of this name. */
  Optional<NamedTensor> tensor(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }
}
