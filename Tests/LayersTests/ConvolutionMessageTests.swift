import XCTest

@testable import Layers

/// What is said of layers over neighbours that do not fit.
final class ConvolutionMessageTests: XCTestCase {
  private func message(_ input: Value, _ output: Value) -> String {
    message { _ = try Model(inputs: input, outputs: output) }
  }

  private let steps = Input.sequence(features: 3)
  private let image = Input.image(height: 4, width: 5, channels: 2)

  func testSettings() {
    XCTAssertEqual(
      message(steps, Conv1D(0, kernelSize: 2)(steps)),
      "layer 0 (Conv1D) has 0 filters; it has 1 to 16,777,216")
    XCTAssertEqual(
      message(image, Conv2D(2, kernelSize: (3, 0))(image)),
      "layer 0 (Conv2D) has a kernel of 0; its sides are 1 to 4,096")
    XCTAssertEqual(
      message(steps, Conv1D(2, kernelSize: 2, stride: 0)(steps)),
      "layer 0 (Conv1D) has a stride of 0; it is 1 to 1,048,576")
    XCTAssertEqual(
      message(steps, Conv1D(2, kernelSize: 2, dilation: -1)(steps)),
      "layer 0 (Conv1D) has a dilation of -1; it is 1 to 1,048,576")
    XCTAssertEqual(
      message(steps, MaxPooling1D(-1)(steps)),
      "layer 0 (MaxPooling1D) has a window of -1; its sides are 1 to 4,096")
    XCTAssertEqual(
      message(steps, AveragePooling1D(2, padding: .causal)(steps)),
      "layer 0 (AveragePooling1D) has the padding causal, which a convolution over time alone can "
        + "have; take valid or same")
    XCTAssertEqual(
      message(image, Conv2D(2, kernelSize: 2, padding: .causal)(image)),
      "layer 0 (Conv2D) has the padding causal, which Conv1D alone can have; take valid or same")
    XCTAssertEqual(
      message(steps, UpSampling1D(0)(steps)),
      "layer 0 (UpSampling1D) repeats 0 times; it does so 1 to 4,096 times")
    let huge = Input.sequence(features: 1 << 20)
    XCTAssertEqual(
      message(huge, Conv1D(1 << 10, kernelSize: 3)(huge)),
      "layer 0 (Conv1D) has more than 2,147,483,648 weights; take fewer filters")
  }

  func testWhatIsNoImageOrNoSequence() {
    XCTAssertEqual(
      message(steps, Conv2D(2, kernelSize: 2)(steps)),
      "layer 0 (Conv2D) expected an image, got 3 numbers a time step from input 0; Input.image reads "
        + "one, in a Sequential Input(height:width:channels:), and Reshape(height:width:channels:) makes "
        + "one of a vector")
    XCTAssertEqual(
      message(image, Conv1D(2, kernelSize: 2)(image)),
      "layer 0 (Conv1D) expected a sequence of numbers, got an image of 4 × 5 × 2 numbers from input "
        + "0; Conv2D reads images")
    let vector = Input.vector(4)
    XCTAssertEqual(
      message(vector, GlobalMaxPooling1D()(vector)),
      "layer 0 (GlobalMaxPooling1D) expected a sequence of numbers, got one vector of 4 numbers from "
        + "input 0; Reshape makes a sequence of a vector")
    XCTAssertEqual(
      message(image, Dense(2)(image)),
      "layer 0 (Dense) expected numbers, got an image of 4 × 5 × 2 numbers from input 0; Flatten makes "
        + "a vector of it")
    let video = Input.video(height: 4, width: 5, channels: 2)
    XCTAssertEqual(
      message(video, LSTM(2)(Conv2D(2, kernelSize: 2)(video))),
      "layer 1 (LSTM) expected a sequence, got an image of 3 × 4 × 2 numbers a time step from layer 0 "
        + "(Conv2D); TimeDistributed(Flatten()) makes vectors of them")
    XCTAssertEqual(
      message(video, Conv1D(2, kernelSize: 2)(video)),
      "layer 0 (Conv1D) expected a sequence of vectors, got an image of 4 × 5 × 2 numbers a time step "
        + "from input 0; TimeDistributed(Flatten()) makes vectors of them, Conv2D reads each 4 × 5 × 2 "
        + "by itself")
    let symbols = Input.symbols()
    XCTAssertEqual(
      message(symbols, Conv1D(2, kernelSize: 2)(symbols)),
      "layer 0 (Conv1D) expected a sequence of numbers, got symbols from input 0; put an Embedding "
        + "between them")
    XCTAssertEqual(
      message(steps, Flatten()(steps)),
      "layer 0 (Flatten) expected a fixed number of time steps, got 3 numbers a time step from input "
        + "0; TimeDistributed(Flatten()) makes a vector of each, GlobalAveragePooling1D one of all")
    XCTAssertEqual(
      message(steps, TimeDistributed(Conv1D(2, kernelSize: 2))(steps)),
      "layer 0 (TimeDistributed(Conv1D)) expected a sequence of numbers, got one vector of 3 numbers "
        + "at each time step from input 0; leave TimeDistributed out")
  }

  func testWindowsThatAreTooLarge() {
    XCTAssertEqual(
      message(image, Conv2D(2, kernelSize: (5, 2))(image)),
      "layer 0 (Conv2D) has a kernel of 5 × 2, larger than an image of 4 × 5 × 2 numbers from input 0; "
        + "take a smaller one, or padding: .same")
    XCTAssertEqual(
      message(image, MaxPooling2D(6)(image)),
      "layer 0 (MaxPooling2D) has a window of 6 × 6, larger than an image of 4 × 5 × 2 numbers from "
        + "input 0; take a smaller one, or padding: .same")
    let fixed = Input.sequence(steps: 3, features: 2)
    XCTAssertEqual(
      message(fixed, Conv1D(2, kernelSize: 3, dilation: 2)(fixed)),
      "layer 0 (Conv1D) has a kernel of 3 time steps over 5, but gets 3 time steps from input 0; take "
        + "a smaller one, or padding: .same")
    XCTAssertEqual(
      message {
        let layers = Conv1D(1, kernelSize: 2)(MaxPooling1D(2)(steps))
        let model = try Model(inputs: steps, outputs: layers)
        let step: [Float] = [1, 2, 3]
        _ = try model.predictSequences([[step, step, step, step], [step, step, step]])
      },
      "layer 1 (Conv1D) has a kernel of 2 time steps, but gets 1 time step in example 1; leave it out, "
        + "or take padding: .same")
  }

  func testArrangements() {
    let vector = Input.vector(10)
    XCTAssertEqual(
      message(vector, Conv2D(2, kernelSize: 2)(Reshape(height: 3, width: 3, channels: 1)(vector))),
      "layer 0 (Reshape) expected 9 numbers for an image of 3 × 3 × 1 numbers, got one vector of 10 "
        + "numbers from input 0")
    XCTAssertEqual(
      message(steps, Reshape(height: 3, width: 1, channels: 1)(steps)),
      "layer 0 (Reshape) expected 3 numbers for an image of 3 × 1 × 1 numbers, got 3 numbers a time "
        + "step from input 0; TimeDistributed(Reshape(height:width:channels:)) makes an image of each "
        + "step")
    XCTAssertEqual(
      message(image, Concatenate()(image, Conv2D(1, kernelSize: 2)(image))),
      "layer 1 (Concatenate) expected values of one shape, got an image of 4 × 5 × 2 numbers from "
        + "input 0 and an image of 3 × 4 × 1 numbers from layer 0 (Conv2D); images have one height "
        + "and width")
    XCTAssertEqual(
      message(image, Add()(image, Flatten()(image))),
      "layer 1 (Add) expected values of one shape, got an image of 4 × 5 × 2 numbers from input 0 and "
        + "one vector of 40 numbers from layer 0 (Flatten); images have one height and width")
    let empty = Input.image(height: 0, width: 3, channels: 1)
    XCTAssertEqual(
      message(empty, Flatten()(empty)),
      "input 0 has a side of 0; sides are positive and at most 16,777,216")
    let large = Input.image(height: 1 << 13, width: 1 << 13, channels: 1)
    XCTAssertEqual(
      message(large, Flatten()(large)),
      "input 0 has 8192 × 8192 × 1 numbers; at most 16,777,216 fit in one image")
    let (a, b) = (
      Input.image(height: 2, width: 3, channels: 1), Input.image(height: 3, width: 2, channels: 1)
    )
    let shared = Conv2D(1, kernelSize: 1)
    XCTAssertEqual(
      message { _ = try Model(inputs: [a, b], outputs: [shared(a), shared(b)]) },
      "layer 0 (Conv2D) expected an image of 2 × 3 × 1 numbers as in its first call, got an image of "
        + "3 × 2 × 1 numbers from input 1; a layer of its own has weights of its own")
  }

  func testExamplesAndLosses() throws {
    let x = Input.image(height: 2, width: 2, channels: 3)
    let model = try Model(inputs: x, outputs: Conv2D(4, kernelSize: 1, activation: .softmax)(x))
    XCTAssertEqual(
      message { _ = try model.predict([[1, 2, 3]] as [[Float]]) },
      "input 0 expected an image of 2 × 2 × 3 numbers for each example, got 3 in example 0")
    XCTAssertEqual(
      message { _ = try model.predict([[[1, 2], [3, 4]]] as [[[Float]]]) },
      "input 0 expected an image of 2 × 2 × 3 numbers for each example, got a sequence of vectors of 2 "
        + "numbers for each example")
    XCTAssertEqual(
      message { try model.compile(loss: .categoricalCrossEntropy) },
      "layer 0 (Conv2D) gives an image of 2 × 2 × 4 numbers; categoricalCrossEntropy expected one "
        + "vector of an output for each class: Reshape(4, 4) makes a sequence of pixels")
    let flat = try Model(
      inputs: x, outputs: Flatten()(Conv2D(4, kernelSize: 1, activation: .softmax)(x)))
    XCTAssertEqual(
      message { try flat.compile(loss: .categoricalCrossEntropy) },
      "layer 0 (Conv2D) gives an image of 2 × 2 × 4 numbers; categoricalCrossEntropy expected one "
        + "vector of an output for each class: Reshape(4, 4) makes a sequence of pixels")
  }
}
