// The transit engine of HashiCorp Vault in memory, behind as much of Vault's HTTP API as leads to it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/vault/builtin/logical/transit"
	"github.com/hashicorp/vault/sdk/framework"
	"github.com/hashicorp/vault/sdk/logical"
)

func main() {
	if err := serve(os.Getenv("VAULT_TOKEN")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(token string) error {
	storage := &logical.InmemStorage{}
	system := &logical.StaticSystemView{DefaultLeaseTTLVal: time.Hour, MaxLeaseTTLVal: time.Hour}
	ctx := context.Background()
	config := &logical.BackendConfig{StorageView: storage, System: system}
	engine, err := transit.Backend(ctx, config)
	if err != nil {
		return err
	}
	// The SDK that goes with this engine asks each path whether its entry exists; here none is created before it is asked for.
	for _, path := range engine.Paths {
		if path.ExistenceCheck == nil {
			path.ExistenceCheck = func(context.Context, *logical.Request, *framework.FieldData) (bool, error) { return true, nil }
		}
	}
	if err := engine.Setup(ctx, config); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", os.Getenv("LISTEN"))
	if err != nil {
		return err
	}
	return http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := r.Header.Get("X-Vault-Token")
		if given == "" {
			given = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		}
		path, below := strings.CutPrefix(r.URL.Path, "/v1/transit/")
		if given != token || !below {
			answer(w, http.StatusForbidden, map[string]any{"errors": []string{"permission denied"}})
			return
		}
		request := &logical.Request{Path: path, Operation: logical.ReadOperation, Storage: storage, Data: map[string]any{}}
		if r.Method != http.MethodGet {
			request.Operation = logical.UpdateOperation
			if err := json.NewDecoder(r.Body).Decode(&request.Data); err != nil {
				answer(w, http.StatusBadRequest, map[string]any{"errors": []string{err.Error()}})
				return
			}
		}
		response, err := engine.HandleRequest(r.Context(), request)
		switch {
		case errors.Is(err, logical.ErrUnsupportedPath) || (err == nil && response == nil && r.Method == http.MethodGet):
			answer(w, http.StatusNotFound, map[string]any{"errors": []string{}})
		case response != nil && response.IsError():
			answer(w, http.StatusBadRequest, map[string]any{"errors": []string{response.Error().Error()}})
		case err != nil:
			answer(w, http.StatusInternalServerError, map[string]any{"errors": []string{err.Error()}})
		case response == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			answer(w, http.StatusOK, map[string]any{"data": response.Data})
		}
	}))
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
