/// How many insertions, deletions and replacements turn one sequence of symbols into another, at least.
///
/// - Note: Levenshtein (1966), "Binary Codes Capable of Correcting Deletions, Insertions, and
///   Reversals".
func editDistance(_ first: [Int], _ second: [Int]) -> Int {
  var row = Array(0...second.count)
  for (index, symbol) in first.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for (place, other) in second.enumerated() {
      let replaced = diagonal + (symbol == other ? 0 : 1)
      diagonal = row[place + 1]
      row[place + 1] = min(replaced, min(row[place], diagonal) + 1)
    }
  }
  return row[second.count]
}
