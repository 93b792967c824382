@testable import Layers

extension ExchangeCases {
  /// Convolutions and pooling over sequences of one length, with every padding.
  mutating func windows() throws -> [ExchangeCase] {
    var cases: [ExchangeCase] = []
    for padding in Padding.allCases {
      for stride in [1, 2, 3] {
        let series = Input.sequence(features: 3)
        let convolved = Conv1D(
          4, kernelSize: 3, stride: stride, padding: padding,
          dilation: padding == .same && stride > 1 ? 1 : 2, activation: .tanh)(series)
        let plain = Conv1D(2, kernelSize: 2, padding: padding, useBias: false)(series)
        let pooling = padding == .causal ? Padding.valid : padding
        let largest = MaxPooling1D(3, stride: stride, padding: pooling)(plain)
        let mean = AveragePooling1D(2, stride: stride, padding: pooling)(plain)
        let model = try scatter(
          Model(
            inputs: [series],
            outputs: [
              LSTM(3)(convolved).named("read"), convolved.named("steps"),
              largest.named("largest"), mean.named("mean"),
              GlobalMaxPooling1D()(plain).named("all"),
              GlobalAveragePooling1D()(convolved).named("middle"),
            ]))
        cases.append(
          try ExchangeCase(
            "windows_\(padding.rawValue)_\(stride)", model, [sequences(3, 8 + stride)]))
      }
    }
    return cases
  }
}
