/// A word as a shell reads it: quoted where it holds more than letters, digits and `/._-`, and never
/// taken for a flag.
package func shellWord(_ word: String) -> String {
  let word = word.hasPrefix("-") ? "./" + word : word
  let plain = word.unicodeScalars.allSatisfy {
    $0.isASCII
      ? $0.properties.isAlphabetic || ("0"..."9").contains($0)
        || "/._-+=:,@%".unicodeScalars.contains($0)
      : $0.properties.isAlphabetic
  }
  if plain && !word.isEmpty { return word }
  return "'"
    + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
