import LinearAlgebra

// Examples to learn whole sequences from.

extension SeededGenerator {
  /// Symbols that each last two to four steps, with noise, and the symbols alone as targets.
  mutating func stretched(_ count: Int) -> (x: [[[Double]]], y: [[Int]]) {
    var (x, y): ([[[Double]]], [[Int]]) = ([], [])
    for _ in 0..<count {
      let labels = (0..<1 + integer(below: 4)).map { _ in 1 + integer(below: 3) }
      var steps: [[Double]] = []
      for label in labels {
        steps += (0..<2 + integer(below: 3)).map { _ in (1...3).map { $0 == label ? 1 : 0 } }
        // Silence, so that two like each other can be told from one that lasts.
        steps += (0..<1 + integer(below: 2)).map { _ in [0, 0, 0] }
      }
      x.append(steps.map { $0.map { $0 + 0.1 * normal() } })
      y.append(labels)
    }
    return (x, y)
  }

  /// Letters, and for each a tag: that of a 1 hangs on the letter that comes next.
  mutating func tagged(_ count: Int) -> (x: [[Int]], y: [[Int]]) {
    let x = (0..<count).map { _ in (0..<3 + integer(below: 6)).map { _ in 1 + integer(below: 3) } }
    let y = x.map { letters in
      letters.indices.map { place -> Int in
        if letters[place] != 1 { return 0 }
        return place + 1 < letters.count && letters[place + 1] == 2 ? 2 : 1
      }
    }
    return (x, y)
  }
}
