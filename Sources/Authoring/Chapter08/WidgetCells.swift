import Backpropagation
import Course
import Foundation
import LSTMGates
import LanguageModel
import LinearAlgebra
import Tasks
import VanillaRNN

/// What one cell of the widget's language model does while it writes: the numbers of chapter 08.
struct WidgetCell {
  static let cell = 154
  static let (seeds, temperature, length): (ClosedRange<UInt64>, Double, Int) = (1...5, 0.6, 2_000)

  /// For each text the correlation of the cell's value with the letters since the word began.
  private(set) var correlations: [Double] = []
  /// The mean value at a character that is no letter, at a word's first letter, its second, …
  private(set) var means: [Double] = []

  /// - Parameter model: the widget's; it begins after a line's end, and writes.
  init(_ widget: WidgetModel) {
    let matrices = widget.matrices
    let model = LSTMModel(
      cell: LSTMCell(
        inputWeights: matrices[0], recurrentWeights: matrices[1], bias: matrices[2]),
      output: OutputLayer(weights: matrices[3], bias: matrices[4]))
    let isLetter = widget.symbols.map { $0.first?.isLetter ?? false }
    let end = widget.symbols.firstIndex(of: "\n") ?? 0
    let sampling = LanguageModel.Sampling(temperature: Self.temperature)
    var places: [[Double]] = []
    for seed in Self.seeds {
      var generator = SeededGenerator(seed: seed)
      var (logits, state) = model.predict([end], from: model.initialState(rows: 1))
      var (values, letters): ([Double], [Double]) = ([], [])
      for _ in 0..<Self.length {
        let symbol = draw(from: sampling.probabilities(logits.values), using: &generator)
        (logits, state) = model.predict([symbol], from: state)
        values.append(state.cell[0, Self.cell])
        letters.append(isLetter[symbol] ? (letters.last ?? 0) + 1 : 0)
        let place = Int(letters[letters.count - 1])
        while places.count <= place { places.append([]) }
        places[place].append(values[values.count - 1])
      }
      correlations.append(correlation(values, letters))
    }
    means = places.map { $0.reduce(0, +) / Double($0.count) }
  }
}

/// Pearson's correlation of two lists of numbers.
private func correlation(_ a: [Double], _ b: [Double]) -> Double {
  func centred(_ numbers: [Double]) -> [Double] {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    return numbers.map { $0 - mean }
  }
  return cosine(centred(a), centred(b))
}

extension WidgetModel {
  /// Reads the file that the page loads; nil where it ends too soon.
  package init?(file: Data) {
    let bytes = [UInt8](file)
    var place = 0
    func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard place + count <= bytes.count else { return nil }
      defer { place += count }
      return bytes[place..<place + count]
    }
    func whole() -> Int? {
      take(2).map { Int($0[$0.startIndex]) + 256 * Int($0[$0.startIndex + 1]) }
    }
    guard let textLength = whole(), let text = take(textLength), let units = whole() else {
      return nil
    }
    let symbols = String(decoding: text, as: UTF8.self).map { String($0) }
    let shapes = [
      (symbols.count, 4 * units), (units, 4 * units), (1, 4 * units), (units, symbols.count),
      (1, symbols.count),
    ]
    var matrices: [Matrix] = []
    for (rows, columns) in shapes {
      guard let scales = take(4 * columns).map(Array.init), let steps = take(rows * columns) else {
        return nil
      }
      let sizes = (0..<columns).map { column in
        let pattern = (0..<4).reduce(UInt32(0)) { $0 | UInt32(scales[4 * column + $1]) << (8 * $1) }
        return Double(Float(bitPattern: pattern))
      }
      let values = steps.enumerated().map {
        Double(Int8(bitPattern: $0.element)) * sizes[$0.offset % columns]
      }
      matrices.append(Matrix(rows: rows, columns: columns, values: values))
    }
    self.init(symbols: symbols, units: units, matrices: matrices)
  }
}
