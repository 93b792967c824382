import CourseTesting
import LSTMGates
import LinearAlgebra
import Tagging
import UnequalLengths
import XCTest

/// Exercise 15.4: a vector from letters.
final class LetterTests: ExerciseTestCase {
  private func reader(_ size: Int, using generator: inout SeededGenerator) -> LetterReader {
    var reader = LetterReader(size: size, using: &generator)
    reader.parameters = reader.parameters.map {
      .normal(rows: $0.rows, columns: $0.columns, standardDeviation: 0.7, using: &generator)
    }
    return reader
  }

  private func symbols(_ word: String) -> [Int] {
    word.unicodeScalars.map { letter in
      let number = Int(letter.value)
      return (97...122).contains(number)
        ? number - 96 : (65...90).contains(number) ? number - 38 : 53
    }
  }

  private func rows(_ numbers: [[Double]]) -> Matrix { Matrix(numbers) }

  private func expectVectors(
    _ reader: LetterReader, _ words: [String], line: UInt = #line
  ) {
    let plain = PlainLSTM(cell: reader.cell)
    let states = words.map { plain.states(symbols($0)) }
    let longest = words.map(\.count).max() ?? 0
    func padded(_ word: String, onLeft: Bool) -> [Int] {
      let rest = Array(repeating: 0, count: longest - word.count)
      return onLeft ? rest + symbols(word) : symbols(word) + rest
    }
    var carried: [[Double]] = []
    var state: (hidden: [Double], cell: [Double])?
    for word in words {
      state = plain.states(symbols(word), from: state).last
      carried.append(state?.hidden ?? [])
    }
    let size = reader.cell.hiddenSize
    let reading = reader.read(words)
    expect(
      reading.vectors, "vectors of \(words.joined(separator: ", "))",
      equals: rows(states.map { $0[$0.count - 1].hidden }), within: 1e-10,
      mistakes: [
        .paddingIsRead: rows(
          words.map { plain.states(padded($0, onLeft: false))[longest - 1].hidden }),
        .paddingIsReadFirst: rows(
          words.map { plain.states(padded($0, onLeft: true))[longest - 1].hidden }),
        .firstLetterOnly: rows(states.map { $0[0].hidden }),
        .readBackwards: rows(
          words.map { plain.states(symbols($0).reversed())[$0.count - 1].hidden }),
        .cellForHidden: rows(states.map { $0[$0.count - 1].cell }),
        .wordsRunTogether: rows(carried),
        .meanOfStates: rows(
          states.map { all in
            (0..<size).map { unit in
              all.map { $0.hidden[unit] }.reduce(0, +) / Double(all.count)
            }
          }),
        .lettersOfTheShortest: rows(
          states.map { $0[(words.map(\.count).min() ?? 1) - 1].hidden }),
      ], line: line)
  }

  func test_15_4_wordsOfAnyLength() {
    trials(5) { generator in
      let reader = reader(3, using: &generator)
      expectVectors(reader, ["Jordan", "said", "so", "a", "Weston"])
    }
  }

  func test_15_4_oneWord() {
    trials(2) { expectVectors(reader(2, using: &$0), ["Alba"]) }
  }

  func test_15_4_capitalsAndOtherSigns() {
    trials(2) { expectVectors(reader(4, using: &$0), ["said", "Said", "SAID", "s-4!"]) }
  }

  func test_15_4_companyChangesNothing() {
    trials(3) { generator in
      let reader = reader(3, using: &generator)
      let (alone, beside) = (
        reader.read(["so"]).vectors, reader.read(["so", "Transylvania"]).vectors
      )
      expect(
        beside.rows(0..<min(1, beside.rows)), "vector of so beside a long word", equals: alone,
        within: 1e-12)
      expectVectors(reader, ["so", "Transylvania"])
    }
  }

  func test_15_4_theWayBack() {
    trials(2) { generator in
      let reader = reader(2, using: &generator)
      let words = ["Ada", "so", "b"]
      let arriving = Matrix.normal(rows: 3, columns: 2, using: &generator)
      let reading = reader.read(words)
      let yours = reader.gradients(reading, vectorGradients: arriving)
      let slopes = measured(reader.parameters) { moved in
        var other = reader
        other.parameters = moved
        let plain = PlainLSTM(cell: other.cell)
        var sum = 0.0
        for (row, word) in words.enumerated() {
          let last = plain.states(symbols(word))[word.count - 1].hidden
          for unit in 0..<2 { sum += arriving[row, unit] * last[unit] }
        }
        return sum
      }
      let other = otherwise(reader, words)
      let read = reader.gradients(other, vectorGradients: arriving)
      let isVectorsFault = difference(reading.vectors, from: other.vectors, within: 1e-9) == nil
      expect(
        yours, "gradients of W, U and b, by way of the steps on record", equals: slopes,
        within: 1e-7,
        mistakes: isVectorsFault ? [.paddingIsRead: read] : [.recordsOfOtherSteps: read])
    }
  }

  /// The steps as they would be if padding were read.
  private func otherwise(_ reader: LetterReader, _ words: [String]) -> LetterReading {
    let batch = padded(words.map(symbols), with: 0, on: .right)
    let all = batch.mask.map { $0 * 0 + 1 }
    let records = reader.cell.maskedRecords(
      batch.inputs(vocabularySize: Letters.count), mask: all,
      from: .zeros(batch: words.count, hiddenSize: reader.cell.hiddenSize))
    return LetterReading(vectors: records[records.count - 1].state.hidden, records: records)
  }
}
