// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "MyModel",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/OWNER/LearnLSTM", from: "1.0.0")
  ],
  targets: [
    .executableTarget(
      name: "MyModel", dependencies: [.product(name: "Layers", package: "LearnLSTM")])
  ])
