/// The candidate that was most likely meant, or nil where none is near.
///
/// Near means that a third of the letters are wrong at most, or that the word begins the
/// candidate. Of two that are as near, the first.
package func nearestSpelling(to word: String, among candidates: [String]) -> String? {
  let letters = Array(word.lowercased())
  let ranked = candidates.map { ($0, editDistance(letters, Array($0.lowercased()))) }
  let bare = letters.drop { $0 == "-" }
  if let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, bare.count / 3) { return best.0 }
  guard bare.count >= 2 else { return nil }
  return candidates.first { $0.lowercased().hasPrefix(word.lowercased()) }
}

/// The number of letters inserted, deleted, replaced or swapped with a neighbour that turns one
/// word into another (optimal string alignment).
func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var older = [Int](repeating: 0, count: right.count + 1)
  var previous = Array(0...right.count)
  for i in 0..<left.count {
    var current = [i + 1]
    for j in 0..<right.count {
      let replaced = previous[j] + (left[i] == right[j] ? 0 : 1)
      var best = min(replaced, previous[j + 1] + 1, current[j] + 1)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        best = min(best, older[j - 1] + 1)
      }
      current.append(best)
    }
    older = previous
    previous = current
  }
  return previous[right.count]
}
