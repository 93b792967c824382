import Backpropagation
import LSTMGates
import LanguageModel
import LinearAlgebra
import VanillaRNN
import Writing

/// What one cell of the widget's language model does while it writes: the numbers of chapter 09.
struct WidgetCell {
  static let (cell, texts, temperature, length) = (154, 5, 0.6, 2_000)

  /// For each text the correlation of the cell's value with the letters since the word began.
  let correlations: [Double]
  /// The mean value at a character that is no letter, at a word's first letter, its second, its third.
  let means: [Double]

  /// - Parameter widget: begins after a line's end, and writes.
  init(_ widget: WidgetModel) {
    let matrices = widget.matrices
    let model = LSTMModel(
      cell: LSTMCell(inputWeights: matrices[0], recurrentWeights: matrices[1], bias: matrices[2]),
      output: OutputLayer(weights: matrices[3], bias: matrices[4]))
    let isLetter = widget.symbols.map { $0.first?.isLetter ?? false }
    let end = widget.symbols.firstIndex(of: "\n") ?? 0
    let sampling = Writing.Sampling(temperature: Self.temperature)
    let texts = (1...Self.texts).map { seed in
      var generator = SeededGenerator(seed: UInt64(seed))
      var (logits, state) = model.predict([end], from: model.initialState(rows: 1))
      var letters = 0.0
      return (0..<Self.length).map { _ in
        let symbol = draw(from: sampling.probabilities(logits.values), using: &generator)
        (logits, state) = model.predict([symbol], from: state)
        letters = isLetter[symbol] ? letters + 1 : 0
        return (value: state.cell[0, Self.cell], letters: letters)
      }
    }
    correlations = texts.map { cosine(centred($0.map(\.value)), centred($0.map(\.letters))) }
    means = [0.0, 1, 2, 3].map { place in
      mean(texts.joined().filter { $0.letters == place }.map(\.value))
    }
  }
}

private func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

/// The cosine of two such lists is Pearson's correlation.
private func centred(_ numbers: [Double]) -> [Double] {
  let mean = mean(numbers)
  return numbers.map { $0 - mean }
}
