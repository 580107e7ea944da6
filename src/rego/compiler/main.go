// Command rego-compiler is OPA's own Rego compiler and its builtins as a Wasm reactor
// (GOOS=wasip1, -buildmode=c-shared). The host in src/rego/reactor.ts drives it.
//
// Each operation takes one request and gives one response: the host asks for a buffer, writes the
// request there, calls the operation and reads the response at pointer<<32|length. Both are JSON;
// those of mcp_builtin, which is called very often, are Rego terms.
package main

import (
	"encoding/json"
	"runtime/debug"
	"unsafe"
)

// A compilation takes some 50 MB: collecting begins late, and as often as need be from half of the memory on.
func init() {
	debug.SetGCPercent(800)
	debug.SetMemoryLimit(512 << 20)
}

// Both buffers stay reachable from here, so the collector leaves them where the host looks.
var request, response []byte

//go:wasmexport mcp_request_buffer
func requestBuffer(size uint32) uint32 {
	if cap(request) < int(size) || cap(request) > 1<<20 {
		request = make([]byte, size, max(size, 4096))
	}
	request = request[:size]
	return address(request)
}

//go:wasmexport mcp_inspect
func exportInspect() uint64 { return operate(inspect) }

//go:wasmexport mcp_compile
func exportCompile() uint64 { return operate(compile) }

//go:wasmexport mcp_builtin
func exportBuiltin() uint64 { return respond([]byte(callBuiltin(string(request)))) }

//go:wasmexport mcp_version
func exportVersion() uint64 {
	return operate(func(struct{}) versionResponse { return version() })
}

func operate[Request, Response any](operation func(Request) Response) uint64 {
	var decoded Request
	if err := json.Unmarshal(request, &decoded); err != nil {
		panic(err)
	}
	encoded, err := json.Marshal(operation(decoded))
	if err != nil {
		panic(err)
	}
	return respond(encoded)
}

func respond(encoded []byte) uint64 {
	response = encoded
	return uint64(address(response))<<32 | uint64(len(response))
}

func address(buffer []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(buffer))))
}

// A reactor has no main loop, but the package needs the function.
func main() {}
