import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Sequences
import UnequalLengths
import VanillaRNN

/// An LSTM that reads a sentence and another that writes its translation.
public struct Translator: Equatable, Sendable {
  /// Reads one-hot rows of the source, and decoder reads those of what has been written.
  public var encoder, decoder: LSTMCell
  /// Logits of what to write next: of the decoder's state, H × V, or with attention of the state
  /// and the context beside it, 2H × V.
  public var output: OutputLayer
  /// Whether the decoder looks at all states of the encoder, and not only begins with the last.
  public var attends: Bool
  /// Whether the source is read from its last symbol to its first.
  public var readsBackwards: Bool

  /// Creates a translator from its parts. Encoder and decoder are equally large.
  public init(
    encoder: LSTMCell, decoder: LSTMCell, output: OutputLayer, attends: Bool,
    readsBackwards: Bool
  ) {
    (self.encoder, self.decoder, self.output) = (encoder, decoder, output)
    (self.attends, self.readsBackwards) = (attends, readsBackwards)
  }
}

extension Translator {
  /// A translator as learning starts: random weights, and forget biases of 1.
  public init(
    vocabularySize: Int = Letters.count, hiddenSize: Int, attends: Bool,
    readsBackwards: Bool = false, using generator: inout SeededGenerator
  ) {
    encoder = LSTMCell(inputSize: vocabularySize, hiddenSize: hiddenSize, using: &generator)
    decoder = LSTMCell(inputSize: vocabularySize, hiddenSize: hiddenSize, using: &generator)
    output = OutputLayer(
      hiddenSize: attends ? 2 * hiddenSize : hiddenSize, outputs: vocabularySize,
      using: &generator)
    (self.attends, self.readsBackwards) = (attends, readsBackwards)
  }

  /// H.
  public var hiddenSize: Int { decoder.hiddenSize }

  /// V.
  public var vocabularySize: Int { output.bias.columns }

  /// The sources as a batch, padded on the right.
  func batch(_ sources: [[Int]]) -> PaddedBatch {
    padded(
      readsBackwards ? sources.map { Array($0.reversed()) } : sources, with: Letters.padding,
      on: .right)
  }

  /// The state before the first symbol.
  func start(rows: Int) -> LSTMState { .zeros(batch: rows, hiddenSize: hiddenSize) }
}

extension Translator: Parameterised {
  public var parameterNames: [String] {
    ["encoder's W", "encoder's U", "encoder's b", "decoder's W", "decoder's U", "decoder's b"]
      + output.parameterNames
  }

  /// W, U and b of the encoder and of the decoder, V × 4H, H × 4H and 1 × 4H each, then Wy and by.
  public var parameters: [Matrix] {
    get { encoder.parameters + decoder.parameters + output.parameters }
    set {
      encoder.parameters = Array(newValue[0..<3])
      decoder.parameters = Array(newValue[3..<6])
      output.parameters = Array(newValue[6..<8])
    }
  }
}
