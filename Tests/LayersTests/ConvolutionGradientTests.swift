import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// Every entry of every parameter's gradient against central differences in double precision, for
/// convolutions and pooling; a layer in front makes it the gradient of the inputs, too.
final class ConvolutionGradientTests: XCTestCase {
  func testConvolutionsOverTime() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let x = Input.sequence(features: 2)
      let padding: Padding = [.valid, .same, .causal][generator.integer(below: 3)]
      // Of the shortest row's two steps there is a window.
      let size =
        padding == .valid ? 1 + generator.integer(below: 2) : 1 + generator.integer(below: 4)
      let layer = Conv1D(
        3, kernelSize: size, stride: 1 + generator.integer(below: 3), padding: padding,
        dilation: padding == .valid ? 1 : 1 + generator.integer(below: 2),
        activation: [.linear, .tanh, .softmax][generator.integer(below: 3)],
        useBias: generator.integer(below: 3) > 0)
      let steps = layer(Dense(3)(x))
      try check(
        [x], [GRU(2)(steps), Dense(1)(steps), Dense(1)(GlobalMaxPooling1D()(steps))], seed: seed)
    }
  }

  func testTransposedConvolutionsOverTime() throws {
    for seed in 1...12 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let x = Input.sequence(features: 2)
      let layer = Conv1DTranspose(
        3, kernelSize: 1 + generator.integer(below: 4), stride: 1 + generator.integer(below: 3),
        padding: [.valid, .same][generator.integer(below: 2)], useBias: seed % 3 > 0)
      let steps = layer(Dense(2)(x))
      try check([x], [GRU(2)(steps), Dense(1)(steps)], seed: seed)
    }
  }

  func testMasksOfSymbolsAndOfNumbers() throws {
    let (x, y) = (Input.symbols(), Input.sequence(features: 2))
    let embed = Embedding(vocabularySize: 3, size: 2, masksZero: true)
    let convolved = Conv1D(3, kernelSize: 3, stride: 2, padding: .same)(embed(x))
    let again = Conv1D(2, kernelSize: 2, padding: .causal)(Dense(2)(Masking()(Dense(2)(y))))
    _ = again
    let masked = Conv1D(2, kernelSize: 2, padding: .same)(Masking()(y))
    let both = Concatenate()(Conv1D(3, kernelSize: 2, padding: .same)(embed(x)), masked)
    try check(
      [x, y],
      [
        LSTM(2)(convolved), Dense(1)(GlobalAveragePooling1D()(convolved)), GRU(2)(both),
        Dense(1)(UpSampling1D(2)(both)), Dense(1)(MaxPooling1D(2, padding: .same)(both)),
        SimpleRNN(2)(Conv1DTranspose(2, kernelSize: 3, stride: 2, padding: .same)(both)),
      ])
  }

  func testPoolingOverTime() throws {
    for (index, padding) in [Padding.valid, .same, .valid, .same].enumerated() {
      let x = Input.sequence(features: 2)
      let steps = Dense(3)(x)
      let pooled: Value =
        index < 2
        ? MaxPooling1D(2, stride: 1, padding: padding)(steps)
        : AveragePooling1D(2, stride: 1, padding: padding)(steps)
      let halved = UpSampling1D(3)(MaxPooling1D(2, padding: .same)(pooled))
      try check(
        [x],
        [
          GRU(2)(pooled), Dense(1)(GlobalAveragePooling1D()(halved)),
          Dense(1)(AveragePooling1D(3, stride: 2, padding: .same)(halved)),
        ])
    }
  }

  func testConvolutionsOverImages() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      func below(_ bound: Int) -> Int { generator.integer(below: bound) }
      let (height, width) = (3 + below(3), 3 + below(3))
      let x = Input.image(height: height, width: width, channels: 1 + below(2))
      let first = Conv2D(2, kernelSize: 1, activation: .tanh)(x)
      let layer = Conv2D(
        2, kernelSize: (1 + below(3), 1 + below(3)), stride: (1 + below(2), 1 + below(2)),
        padding: below(2) == 0 ? .same : .valid,
        activation: [.linear, .tanh, .softmax][below(3)], useBias: below(3) > 0)
      let convolved = layer(first)
      let back = Conv2DTranspose(
        1, kernelSize: (1 + below(3), 1 + below(3)), stride: (1 + below(2), 1 + below(2)),
        padding: below(2) == 0 ? .same : .valid)(convolved)
      try check([x], [Dense(2)(Flatten()(convolved)), back], seed: seed)
    }
  }

  func testPoolingOverImages() throws {
    let x = Input.image(height: 5, width: 4, channels: 2)
    let first = Conv2D(3, kernelSize: 2, padding: .same)(x)
    let pooled = [
      MaxPooling2D()(first), MaxPooling2D((3, 2), stride: (1, 2), padding: .same)(first),
      AveragePooling2D(2)(first), AveragePooling2D((2, 3), stride: (2, 1), padding: .same)(first),
      UpSampling2D((1, 2))(first), GlobalMaxPooling2D()(first), GlobalAveragePooling2D()(first),
    ]
    try check([x], pooled.map { Dense(1)(Flatten()($0)) })
  }

  func testImagesBesideEachOther() throws {
    let x = Input.image(height: 4, width: 3, channels: 1)
    let (a, b) = (
      Conv2D(2, kernelSize: 2, padding: .same)(x), Conv2D(3, kernelSize: 3, padding: .same)(x)
    )
    let both = Concatenate()(a, b, x)
    let sum = Multiply()(Add()(a, Activation(.tanh)(a)), Conv2D(1, kernelSize: (4, 3))(x))
    try check([x], [Conv2D(1, kernelSize: 2)(both), Dropout(0.3)(Conv2D(1, kernelSize: 2)(sum))])
  }

  func testVideosAndArrangements() throws {
    let x = Input.video(height: 3, width: 4, channels: 1)
    let frames = TimeDistributed(Conv2D(2, kernelSize: 2, activation: .tanh))(x)
    let pooled = MaxPooling2D((2, 1))(frames)
    let vectors = TimeDistributed(Flatten())(pooled)
    let again = TimeDistributed(Reshape(height: 3, width: 2, channels: 1))(vectors)
    let mean = GlobalAveragePooling2D()(Conv2D(2, kernelSize: 2)(again))
    let v = Input.vector(12)
    let image = Reshape(height: 3, width: 2, channels: 2)(Dense(12)(v))
    let sequence = Input.sequence(steps: 4, features: 3)
    let rows = Reshape(height: 4, width: 3, channels: 1)(Dense(3)(sequence))
    try check(
      [x, v, sequence],
      [
        LSTM(2)(vectors), GRU(2)(Conv1D(2, kernelSize: 2, padding: .same)(mean)),
        Conv2D(2, kernelSize: 2)(image), Dense(1)(Flatten()(Conv2D(1, kernelSize: 2)(rows))),
        Dense(1)(Flatten()(Dense(2)(sequence))),
      ])
  }

  func testSequencesOfSequences() throws {
    let x = Input.sequence(features: 6)
    let parts = TimeDistributed(Reshape(3, 2))(Dense(6)(x))
    let convolved = TimeDistributed(Conv1D(2, kernelSize: 2))(parts)
    let longer = TimeDistributed(Conv1DTranspose(2, kernelSize: 3, stride: 2))(convolved)
    try check(
      [x],
      [
        LSTM(2)(TimeDistributed(GlobalMaxPooling1D())(convolved)),
        Dense(1)(TimeDistributed(GlobalAveragePooling1D())(longer)),
        GRU(2)(TimeDistributed(Flatten())(TimeDistributed(MaxPooling1D(2))(longer))),
      ])
  }

  func testSharedConvolutions() throws {
    let (x, y) = (Input.sequence(features: 2), Input.sequence(features: 2))
    let layer = Conv1D(2, kernelSize: 2, padding: .same)
    let (a, b) = (
      Input.image(height: 3, width: 3, channels: 1), Input.image(height: 3, width: 3, channels: 1)
    )
    let other = Conv2D(2, kernelSize: 2)
    try check(
      [x, y, a, b], [GRU(2)(layer(layer(x))), Dense(1)(layer(y)), Multiply()(other(a), other(b))])
  }

  /// Enough windows for several parts.
  func testWindowsInParts() throws {
    let x = Input.image(height: 30, width: 30, channels: 1)
    let large = Conv2D(1, kernelSize: 25, padding: .same, useBias: false)(x)
    try check([x], [Dense(1)(GlobalAveragePooling2D()(Activation(.tanh)(large)))], isWhole: false)
  }

  // MARK: The check

  private func check(
    _ inputs: [Value], _ outputs: [Value], seed: UInt64 = 7, isWhole: Bool = true,
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let losses = outputs.map { _ in Loss.meanSquaredError }
    let graph = try BuiltGraph(inputs: inputs, outputs: outputs).graph
    let network = try GraphNetwork<Double>(graph).measured(by: losses)
    for isPadded in isWhole ? [false, true] : [false] {
      var generator = SeededGenerator(seed: seed)
      let parameters = network.initialParameters(seed: seed)
      for index in parameters.values.indices {
        parameters.values[index] += generator.uniform(in: -0.3...0.3)
      }
      let window = randomWindow(network, isPadded: isPadded, losses, &generator)
      expectGradients(
        of: network, parameters, on: window, losses, weights: losses.map { _ in 1 },
        ", padded: \(isPadded), seed \(seed)", file: file, line: line)
    }
  }
}
