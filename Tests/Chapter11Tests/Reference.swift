import CourseTesting
import Foundation
import LinearAlgebra
import WordVectors

// The judge: plain loops over numbers. What well-known mistakes would have computed is written in the
// same way. Nothing here calls what a reader writes.

/// Matrices with the names that the page gives them: `dE, row 1, column 0`.
struct Named: Checkable, Equatable {
  let names: [String]
  let matrices: [Matrix]

  init(_ names: [String], _ matrices: [Matrix]) { (self.names, self.matrices) = (names, matrices) }

  var checkedShape: String { matrices.map(\.shape).joined(separator: ", ") }

  var checkedEntries: [CheckedEntry] {
    matrices.enumerated().flatMap { index, matrix in
      matrix.checkedEntries.map { entry in
        let name = index < names.count ? names[index] : "matrix \(index)"
        return CheckedEntry(
          place: entry.place.isEmpty ? name : "\(name), \(entry.place)", value: entry.value)
      }
    }
  }
}

enum Reference {
  // MARK: Counts

  enum CountingFlaw {
    case none, onlyAfter, onlyBefore, countsItself, sameWordLeftOut, tooNarrow, tooWide, lastMissing
    case acrossSentences, onceOnly, wholeSentence, shortOfTheRight
  }

  /// How often each word stands near each other word, place by place.
  static func counts(
    _ text: [[Int]], vocabularySize: Int, window: Int, flaw: CountingFlaw = .none
  ) -> Matrix {
    var counts = Matrix(rows: vocabularySize, columns: vocabularySize)
    for sentence in flaw == .acrossSentences ? [text.flatMap { $0 }] : text {
      for (one, word) in sentence.enumerated() {
        for (other, neighbour) in sentence.enumerated() {
          if isNeighbour(sentence, one, other, window, flaw) { counts[word, neighbour] += 1 }
        }
      }
    }
    return flaw == .onceOnly ? counts.map { min($0, 1) } : counts
  }

  private static func isNeighbour(
    _ sentence: [Int], _ one: Int, _ other: Int, _ window: Int, _ flaw: CountingFlaw
  ) -> Bool {
    let distance = abs(one - other)
    switch flaw {
    case .onlyAfter where other < one, .onlyBefore where other > one: return false
    case .countsItself: return distance <= window
    case .sameWordLeftOut where sentence[one] == sentence[other]: return false
    case .tooNarrow: return distance > 0 && distance < window
    case .tooWide: return distance > 0 && distance <= window + 1
    case .shortOfTheRight:
      return distance > 0 && (other < one ? distance <= window : distance < window)
    case .lastMissing where other == sentence.count - 1: return false
    case .wholeSentence: return distance > 0
    default: return distance > 0 && distance <= window
    }
  }

  // MARK: Embedding

  enum TableFlaw { case none, overwritten, firstKept, averaged }

  static func embeddingGradient(
    _ symbols: [Int], _ gradient: Matrix, vocabularySize: Int, flaw: TableFlaw = .none
  ) -> Matrix {
    var result = Matrix(rows: vocabularySize, columns: gradient.columns)
    var met = [Double](repeating: 0, count: vocabularySize)
    for (place, symbol) in symbols.enumerated() {
      met[symbol] += 1
      if flaw == .firstKept && met[symbol] > 1 { continue }
      for column in 0..<gradient.columns {
        let old = flaw == .overwritten ? 0 : result[symbol, column]
        result[symbol, column] = old + gradient[place, column]
      }
    }
    if flaw != .averaged { return result }
    for row in 0..<vocabularySize where met[row] > 0 {
      for column in 0..<gradient.columns { result[row, column] /= met[row] }
    }
    return result
  }

  // MARK: Cosines

  static func length(_ row: [Double]) -> Double {
    row.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  static func dot(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func cosine(_ one: [Double], _ other: [Double]) -> Double {
    let lengths = length(one) * length(other)
    return lengths > 0 ? dot(one, other) / lengths : 0
  }

  static func rows(_ table: Matrix) -> [[Double]] {
    (0..<table.rows).map { row in (0..<table.columns).map { table[row, $0] } }
  }

  enum NearestFlaw { case none, dotProduct, distance, farthestFirst, ignoredKept, oneTooMany }

  static func nearest(
    to vector: [Double], in table: Matrix, count: Int, ignoring: [Int] = [],
    flaw: NearestFlaw = .none
  ) -> [Int] {
    var scores = rows(table).map { row -> Double in
      switch flaw {
      case .dotProduct: return dot(vector, row)
      case .distance: return -zip(vector, row).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      default: return cosine(vector, row)
      }
    }
    if flaw == .farthestFirst { scores = scores.map { -$0 } }
    var left = Array(0..<table.rows).filter { flaw == .ignoredKept || !ignoring.contains($0) }
    var found: [Int] = []
    while found.count < count + (flaw == .oneTooMany ? 1 : 0), !left.isEmpty {
      var best = left[0]
      for symbol in left where scores[symbol] > scores[best] { best = symbol }
      found.append(best)
      left.removeAll { $0 == best }
    }
    return found
  }

  // MARK: Analogies

  enum AnalogyFlaw {
    case none, reversed, lengthsKept, questionKept, thirdLeftOut, controlMayAnswerA
  }

  /// The shares of the whole question, of the one without the base, and of the third word alone.
  static func analogies(
    _ questions: [Analogy], in table: Matrix, flaw: AnalogyFlaw = .none
  ) -> [Double] {
    let rows = rows(table).map { row in
      let size = length(row)
      return flaw == .lengthsKept || size == 0 ? row : row.map { $0 / size }
    }
    func share(_ factors: (a: Double, b: Double, c: Double)) -> Double {
      let right = questions.filter { question in
        let (a, b, c) = (rows[question.a], rows[question.b], rows[question.c])
        let vector = a.indices.map { factors.a * a[$0] + factors.b * b[$0] + factors.c * c[$0] }
        var out = [question.a, question.b, question.c]
        if flaw == .questionKept { out = [] }
        if flaw == .controlMayAnswerA && factors.a == 0 { out = [question.b, question.c] }
        if flaw == .controlMayAnswerA && factors.b == 0 { out = [question.c] }
        return nearest(to: vector, in: table, count: 1, ignoring: out) == [question.d]
      }
      return Double(right.count) / Double(questions.count)
    }
    let whole: (Double, Double, Double) =
      flaw == .reversed ? (1, -1, 1) : flaw == .thirdLeftOut ? (-1, 1, 0) : (-1, 1, 1)
    return [share(whole), share((0, 1, 1)), share((0, 0, 1))]
  }
}
