import Foundation
import LanguageModel
import LinearAlgebra

// What the exercises should compute, in plain loops, to judge readers' code by.

enum Reference {
  // MARK: Vocabulary

  /// Symbols that occur at least so often, in the order of first appearance.
  static func known(_ symbols: [String], _ minimumCount: Int) -> [String] {
    var result: [String] = []
    for symbol in symbols {
      let count = symbols.reduce(0) { $0 + ($1 == symbol ? 1 : 0) }
      if count >= minimumCount && !result.contains(symbol) { result.append(symbol) }
    }
    return result
  }

  // MARK: Windows

  /// A window whose inputs stand at these places of a text, time × rows, and whose targets stand
  /// one further.
  static func window(
    _ symbols: [Int], _ length: Int, _ rows: Int, place: (_ step: Int, _ row: Int) -> Int
  ) -> Window {
    let places = (0..<length).map { step in (0..<rows).map { place(step, $0) } }
    func at(_ place: Int) -> Int { symbols.indices.contains(place) ? symbols[place] : -1 }
    return Window(
      inputs: places.map { $0.map(at) }, targets: places.map { $0.map { at($0 + 1) } })
  }

  static func windows(_ symbols: [Int], rows: Int, length: Int) -> [Window] {
    let rowLength = (symbols.count - 1) / rows
    var (result, first) = ([Window](), 0)
    while first < rowLength {
      let start = first
      result.append(
        window(symbols, min(length, rowLength - first), rows) { $1 * rowLength + start + $0 })
      first += length
    }
    return result
  }

  // MARK: Loss

  /// The surprise of each prediction of a text in windows, one list for each window.
  static func surprises(
    _ model: Toy, _ windows: [Window], resets: Bool = false, firstStateForAll: Bool = false
  ) -> [[Double]] {
    var state = model.initialState(rows: windows[0].rows)
    return windows.map { window in
      if resets { state = model.initialState(rows: window.rows) }
      if firstStateForAll {
        let first = state
        state = build(rows: first.rows, columns: first.columns) { first[0, $1] }
      }
      var result: [Double] = []
      for (symbols, targets) in zip(window.inputs, window.targets) {
        let step = model.predict(symbols, from: state)
        state = step.state
        for (row, target) in targets.enumerated() {
          let logits = (0..<step.logits.columns).map { step.logits[row, $0] }
          result.append(-Foundation.log(softmax(logits)[target]))
        }
      }
      return result
    }
  }

  static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }

  // MARK: Probabilities

  static func softmax(_ logits: [Double]) -> [Double] {
    let largest = logits.max()!
    let powers = logits.map { Foundation.exp($0 - largest) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  // MARK: Tables

  /// What a table pays for a second text, in nats a symbol: it has counted in a first one what came
  /// after each stretch of `back` symbols, and adds one imagined symbol, shared out evenly.
  static func tableLoss(
    back: Int, _ first: [Int], _ second: [Int], vocabularySize: Int
  ) -> Double {
    var counts: [Int: [Double]] = [:]
    let contexts = { (text: [Int]) -> [Int] in
      var (context, size) = (0, 1)
      for _ in 0..<back { size *= vocabularySize }
      return text.map { symbol in
        defer { context = (context * vocabularySize + symbol) % size }
        return context
      }
    }
    let none = [Double](repeating: 0, count: vocabularySize)
    for (context, symbol) in zip(contexts(first), first).dropFirst(back) {
      counts[context, default: none][symbol] += 1
    }
    let surprises = zip(contexts(second), second).dropFirst(back).map { context, symbol in
      let row = counts[context] ?? none
      let probability = (row[symbol] + 1 / Double(vocabularySize)) / (row.reduce(0, +) + 1)
      return -Foundation.log(probability)
    }
    return mean(surprises)
  }
}
